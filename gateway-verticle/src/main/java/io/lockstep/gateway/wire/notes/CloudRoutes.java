package io.lockstep.gateway.wire.notes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The few paths of a Nextcloud server that Notes clients ask before they synchronise: status, capabilities, who am I. */
final class CloudRoutes {
    private static final List<String> PREFIXES = List.of("", "/index.php");
    /** The two versions of the envelope, with what each calls success. */
    private static final Map<String, Integer> ENVELOPES = Map.of("/ocs/v1.php", 100, "/ocs/v2.php", 200);

    private final Edge edge;

    private CloudRoutes(Edge edge) {
        this.edge = edge;
    }

    static void mount(Router router, Edge edge) {
        var routes = new CloudRoutes(edge);
        for (var prefix : PREFIXES) {
            router.get(prefix + "/status.php")
                    .handler(ctx -> NotesRoutes.send(ctx, revalidated(ctx, NotesJson.status())));
            ENVELOPES.forEach((envelope, success) -> {
                var cloud = prefix + envelope + "/cloud";
                router.get(cloud + "/capabilities").handler(ctx -> send(ctx, success, routes.capabilities(ctx)));
                router.get(cloud + "/user").handler(ctx -> send(ctx, success, routes.user(ctx)));
                router.get(cloud + "/users/:user").handler(ctx -> send(ctx, success, routes.user(ctx)));
            });
        }
    }

    /** Anybody may ask; a user learns where his notes are. */
    private Future<JsonObject> capabilities(RoutingContext ctx) {
        return Login.showsCredentials(ctx.request())
                ? edge.login()
                        .identify(ctx)
                        .compose(identity ->
                                NoteBook.of(edge.metadata(), identity).settings())
                        .map(NotesJson::capabilities)
                : Future.succeededFuture(NotesJson.capabilities(NotesSettings.DEFAULTS));
    }

    /** Whomever the path names, it is about who asks. */
    private Future<JsonObject> user(RoutingContext ctx) {
        return edge.login().identify(ctx).map(CloudRoutes::user);
    }

    private static JsonObject user(Identity identity) {
        return new JsonObject()
                .put("id", identity.user())
                .put("enabled", true)
                .put("displayname", identity.displayName())
                .put("display-name", identity.displayName());
    }

    private static void send(RoutingContext ctx, int success, Future<JsonObject> data) {
        data.map(json -> revalidated(ctx, NotesJson.ocs(success, json)))
                .otherwise(failure -> NotesJson.failed(Requests.failure(failure)))
                .onSuccess(answer -> NotesRoutes.send(ctx, answer));
    }

    private static NotesAnswer revalidated(RoutingContext ctx, JsonObject json) {
        var body = json.encode();
        var etag = UUID.nameUUIDFromBytes(body.getBytes(UTF_8)).toString().replace("-", "");
        boolean isKnown = Etags.of(ctx.request().getHeader("If-None-Match")).contain(etag);
        return (isKnown ? NotesAnswer.notModified() : NotesAnswer.ok(body)).with("ETag", Etags.quoted(etag));
    }
}
