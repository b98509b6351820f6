package io.lockstep.gateway.wire.rest;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of the REST interface: which path and method is which operation. What is not in it is refused here. */
public final class RestRoutes {
    static final String ROOT = "/api/v1";
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Router router;
    private final Login login;

    private record Route(HttpMethod method, Function<RoutingContext, Future<Answer>> operation) {}

    private RestRoutes(Router router, Login login) {
        this.router = router;
        this.login = login;
    }

    public static void mount(Router router, Edge edge) {
        new RestRoutes(router, edge.login()).mount(edge);
    }

    /** Reads the bodies that may be larger than others; comes before the handler that reads those. */
    public static void mountBodies(Router router, Login login) {
        BulkRoutes.mountBodies(router, login);
    }

    private void mount(Edge edge) {
        var account = new AccountRoutes(edge);
        path("/token", open(POST, account::token));
        path("/login", open(POST, account::login));
        path("/logout", open(POST, account::logout));
        path("/me", on(GET, account::me));

        var users = new UserRoutes(edge.metadata());
        path("/users", on(GET, users::list), on(POST, users::create));
        path("/users/:user", on(GET, users::read), on(PATCH, users::change), on(DELETE, users::remove));

        var spaces = new SpaceRoutes(edge.metadata());
        path("/spaces", on(GET, spaces::list));
        path("/spaces/:space", on(GET, spaces::read), on(PUT, spaces::put));
        path("/spaces/:space/renew", on(POST, spaces::renew));
        path("/renew", on(POST, spaces::renewAll));
        path("/spaces/:space/members/:principal", on(PUT, spaces::putMember), on(DELETE, spaces::removeMember));

        path("/spaces/:space/changes", on(GET, new FeedRoutes(edge)::changes));

        var documents = new DocumentRoutes(edge.metadata());
        path("/spaces/:space/documents", on(GET, documents::list), on(POST, documents::create));
        path(
                "/spaces/:space/documents/:document",
                on(GET, documents::read),
                on(PUT, documents::put),
                on(PATCH, documents::patch),
                on(DELETE, documents::delete));
        path("/spaces/:space/documents/:document/copy", on(POST, documents::copy));

        var bulk = new BulkRoutes(edge.metadata());
        path(BulkRoutes.BATCH, on(POST, bulk::batch));
        path(BulkRoutes.RECONCILE, on(POST, bulk::reconcile));
        path("/spaces/:space/flush", on(POST, bulk::flush));

        var locks = new LockRoutes(edge);
        path("/spaces/:space/locks", on(GET, locks::list), on(POST, locks::acquireAll));
        path("/spaces/:space/locks/audit", on(GET, locks::audit));
        path("/spaces/:space/documents/:document/locks/:field", on(PUT, locks::acquire), on(DELETE, locks::release));
        path("/spaces/:space/documents/:document/locks/:field/break", on(POST, locks::breakLock));
        path("/spaces/:space/documents/:document/locks/:field/knock", on(POST, locks::knock));

        var events = new EventRoutes(edge);
        path("/events", on(GET, events::follow), on(POST, events::publish));

        var triggers = new TriggerRoutes(edge.triggers());
        path("/triggers", on(GET, triggers::list));
        path("/triggers/:trigger", on(PUT, triggers::put), on(DELETE, triggers::delete));
        path("/triggers/:trigger/failures", on(GET, triggers::failures));
        path("/triggers/:trigger/failures/retry", on(POST, triggers::retry));

        var description = new OpenApiRoutes(edge.vertx());
        path("/openapi.json", open(GET, description::json));
        path("/openapi.yaml", open(GET, description::yaml));

        router.route(ROOT + "/*").handler(ctx -> ctx.fail(NOT_FOUND));
    }

    /** An operation of a signed-in user. */
    private Route on(HttpMethod method, Function<Call, Future<Answer>> operation) {
        return new Route(method, ctx -> identify(ctx).compose(user -> operation.apply(new Call(ctx, user))));
    }

    /** Who sent a large body has been asked before it was read. */
    private Future<Identity> identify(RoutingContext ctx) {
        return Requests.identityIfAny(ctx).map(Future::succeededFuture).orElseGet(() -> login.identify(ctx));
    }

    /** An operation that finds out by itself who asks. */
    private static Route open(HttpMethod method, Function<RoutingContext, Future<Answer>> operation) {
        return new Route(method, operation);
    }

    private void path(String path, Route... routes) {
        for (var route : routes) {
            router.route(route.method(), ROOT + path)
                    .handler(ctx -> Future.succeededFuture(ctx)
                            .compose(route.operation())
                            .onSuccess(answer -> answer.send(ctx.response()))
                            .onFailure(ctx::fail));
        }
        var allowed = Arrays.stream(routes).map(route -> route.method().name()).collect(Collectors.joining(", "));
        router.route(ROOT + path).handler(ctx -> {
            ctx.response().putHeader("Allow", allowed);
            ctx.fail(METHOD_NOT_ALLOWED);
        });
    }
}
