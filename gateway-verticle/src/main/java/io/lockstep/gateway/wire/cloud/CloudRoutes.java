package io.lockstep.gateway.wire.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Capability;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Mounts the paths of a Nextcloud server that all its clients ask; wires contribute their {@link Capability}. */
public final class CloudRoutes {
    private static final List<String> PREFIXES = List.of("", "/index.php");

    /** The two versions of the envelope, with what each calls success. */
    private static final Map<String, Integer> ENVELOPES = Map.of("/ocs/v1.php", 100, "/ocs/v2.php", 200);

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final Edge edge;
    private final List<Capability> capabilities;

    private CloudRoutes(Edge edge, List<Capability> capabilities) {
        this.edge = edge;
        this.capabilities = capabilities;
    }

    public static void mount(Router router, Edge edge, List<Capability> capabilities) {
        var routes = new CloudRoutes(edge, List.copyOf(capabilities));
        for (var prefix : PREFIXES) {
            router.get(prefix + "/status.php").handler(ctx -> revalidated(ctx, CloudJson.status()));
            router.get(prefix + "/csrftoken").handler(ctx -> send(ctx, OK, token().encode()));
            ENVELOPES.forEach((envelope, success) -> {
                var cloud = prefix + envelope + "/cloud";
                router.get(cloud + "/capabilities").handler(ctx -> send(ctx, success, routes.capabilities(ctx)));
                router.get(cloud + "/user").handler(ctx -> send(ctx, success, routes.user(ctx)));
                router.get(cloud + "/users/:user").handler(ctx -> send(ctx, success, routes.user(ctx)));
            });
        }
    }

    /** Pages ask for one when theirs is refused. None is: foreign pages are told apart by their origin. */
    private static JsonObject token() {
        return CloudJson.token(UUID.randomUUID().toString());
    }

    /** Anybody may ask; a user may learn more. */
    private Future<JsonObject> capabilities(RoutingContext ctx) {
        return Login.showsCredentials(ctx.request())
                ? edge.login().identify(ctx).compose(identity -> capabilities(ctx, Optional.of(identity)))
                : capabilities(ctx, Optional.empty());
    }

    private Future<JsonObject> capabilities(RoutingContext ctx, Optional<Identity> identity) {
        var told = capabilities.stream()
                .map(capability -> capability.of(ctx, identity))
                .toList();
        return Future.all(told).map(all -> {
            var json = new JsonObject();
            for (int i = 0; i < told.size(); i++) {
                json.put(capabilities.get(i).name(), told.get(i).result());
            }
            return CloudJson.capabilities(json);
        });
    }

    /** Whomever the path names, it is about who asks. */
    private Future<JsonObject> user(RoutingContext ctx) {
        return edge.login().identify(ctx).map(CloudJson::user);
    }

    private static void send(RoutingContext ctx, int success, Future<JsonObject> data) {
        data.onSuccess(json -> revalidated(ctx, CloudJson.ocs(success, json)))
                .onFailure(failure -> refuse(ctx, Requests.failure(failure)));
    }

    private static void revalidated(RoutingContext ctx, JsonObject json) {
        var body = json.encode();
        var etag = UUID.nameUUIDFromBytes(body.getBytes(UTF_8)).toString().replace("-", "");
        ctx.response().putHeader("ETag", Etags.quoted(etag));
        var isKnown = Etags.of(ctx.request().getHeader("If-None-Match")).contain(etag);
        send(ctx, isKnown ? NOT_MODIFIED : OK, isKnown ? "" : body);
    }

    private static void refuse(RoutingContext ctx, ServiceException failure) {
        if (failure.code().isRetryable()) {
            ctx.response().putHeader("Retry-After", "1");
        }
        send(ctx, failure.code().httpStatus(), CloudJson.failed(failure).encode());
    }

    private static void send(RoutingContext ctx, int status, String body) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Cache-Control", "no-cache, no-store, must-revalidate");
        if (!body.isEmpty()) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        response.end(body).onFailure(gone -> {});
    }
}
