package io.lockstep.gateway.wire.openregister;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Problem;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Mounts OpenRegister's routes under both prefixes, of which one page may use both. Registers and schemas are named by slug or
 * number.
 *
 * <p>Everybody has to sign in. The original's {@code requesttoken} and its headers beside are accepted and mean nothing: a
 * cookie counts from allowed origins only, which a beacon shows too.
 */
public final class OpenRegisterRoutes {
    static final List<String> BASES = List.of("/apps/openregister/api", "/index.php/apps/openregister/api");

    private static final String PLACE = "/objects/:register/:schema";
    private static final String OBJECT = PLACE + "/:id";
    private static final String BULK = "/bulk/:register/:schema";

    /** A request of up to 1,000 objects takes more than others. */
    private static final int MAX_BULK_BYTES = 8 * 1024 * 1024;

    private final Router router;
    private final Edge edge;

    private OpenRegisterRoutes(Router router, Edge edge) {
        this.router = router;
        this.edge = edge;
    }

    /** Reads the bodies that may be larger than others, of who is signed in; comes before the handler that reads those. */
    public static void mountBodies(Router router, Login login) {
        for (var base : BASES) {
            router.post(base + BULK + "/save").handler(Requests.identify(login));
            router.post(base + BULK + "/save").handler(BodyHandler.create(false).setBodyLimit(MAX_BULK_BYTES));
        }
    }

    public static void mount(Router router, Edge edge) {
        new OpenRegisterRoutes(router, edge).mount();
    }

    private void mount() {
        for (var base : BASES) {
            router.route(base + "/*").order(Problem.BEFORE_ALL).failureHandler(ctx -> send(ctx, refused(ctx)));
        }
        var places = new Places(edge);
        var locks = new ObjectLocks(edge, places);
        var reads = new ObjectReads(edge, places, locks);
        var writes = new ObjectWrites(edge, places, reads, locks, InstantSource.system());
        path(PLACE, Map.of(GET, reads::list, POST, writes::create));
        path(
                OBJECT,
                Map.of(
                        GET, reads::read,
                        PUT, writes::replace,
                        PATCH, writes::merge,
                        POST, writes::merge,
                        DELETE, writes::delete));
        path(OBJECT + "/lock", Map.of(POST, locks::post, DELETE, locks::release));
        path(OBJECT + "/unlock", Map.of(POST, locks::release));
        path(OBJECT + "/revert", Map.of(POST, writes::revert));

        var bulk = new BulkWrites(edge, places, locks, InstantSource.system());
        path(BULK + "/save", Map.of(POST, bulk::save));
        path(BULK + "/delete", Map.of(POST, bulk::delete));

        var trails = new AuditTrails(edge, places);
        path(OBJECT + "/audit-trails", Map.of(GET, trails::ofObject));
        path(OBJECT + "/logs", Map.of(GET, trails::ofObject));
        path("/audit-trails", Map.of(GET, trails::all));
        path("/audit-trails/:trail", Map.of(GET, trails::one));

        var catalogue = new Catalogue(edge, places);
        path("/schemas", Map.of(GET, catalogue::schemas));
        path("/schemas/:schema", Map.of(GET, catalogue::schema));
        path("/registers", Map.of(GET, catalogue::registers));
        path("/registers/:register", Map.of(GET, catalogue::register));

        var realtime = new RealtimeEvents(edge, places);
        path("/realtime/events", Map.of(GET, realtime::events));
        path("/realtime/cursor", Map.of(GET, realtime::cursor));

        for (var base : BASES) {
            router.route(base + "/*").handler(ctx -> send(ctx, Refusal.of(Refusal.noObject("Not Found"))));
        }
    }

    private void path(String path, Map<HttpMethod, Function<ObjectCall, Future<ObjectAnswer>>> operations) {
        for (var base : BASES) {
            router.route(base + path).handler(ctx -> serve(ctx, operations));
        }
    }

    private void serve(RoutingContext ctx, Map<HttpMethod, Function<ObjectCall, Future<ObjectAnswer>>> operations) {
        var method = ctx.request().method();
        var operation = operations.get(method.equals(HEAD) ? GET : method);
        if (operation == null) {
            var allowed = new TreeSet<String>();
            operations.keySet().forEach(known -> allowed.add(known.name()));
            send(ctx, methodNotAllowed().with("Allow", String.join(", ", allowed)));
            return;
        }
        identify(ctx)
                .compose(identity -> operation.apply(new ObjectCall(ctx, identity)))
                .otherwise(failure -> Refusal.of(Requests.failure(failure)))
                .onSuccess(answer -> send(ctx, answer));
    }

    /** Who sent a large body has been asked before it was read. */
    private Future<Identity> identify(RoutingContext ctx) {
        return Requests.identityIfAny(ctx)
                .map(Future::succeededFuture)
                .orElseGet(() -> edge.login().identify(ctx));
    }

    private static ObjectAnswer methodNotAllowed() {
        var message = "this path does not take this method";
        return ObjectAnswer.of(405, new JsonObject().put("error", message).put("message", message));
    }

    /** What failed before it came here, e.g. because the body is too large. */
    private static ObjectAnswer refused(RoutingContext ctx) {
        var failure = Problem.of(ctx);
        return failure.code() == FailureCode.BAD_REQUEST && ctx.statusCode() == 405
                ? methodNotAllowed()
                : Refusal.of(new ServiceException(failure.code(), failure.message(), failure.details()));
    }

    private static void send(RoutingContext ctx, ObjectAnswer answer) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.status() == 423) {
            // The only thing that a client shows of a refused write.
            response.setStatusMessage("Locked");
        }
        answer.headers().forEach(response::putHeader);
        response.putHeader("Cache-Control", answer.headers().containsKey("ETag") ? "private, no-cache" : "no-store");
        if (!answer.body().isEmpty()) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        response.end(answer.body()).onFailure(gone -> {});
    }
}
