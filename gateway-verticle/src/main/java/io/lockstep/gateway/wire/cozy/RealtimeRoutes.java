package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * {@code GET /realtime/} is the socket, {@code POST /realtime/<doctype>/<id>} tells who listens of something that is not kept.
 *
 * <p>Any page may open the socket: who listens is told by its first frame and never by a cookie.
 */
final class RealtimeRoutes {
    /** What a client may offer, and is then told back; it need not. */
    static final String SUBPROTOCOL = "io.cozy.websocket";

    private static final String ROOT = "/realtime";

    private final Edge edge;
    private final UserSockets users;

    RealtimeRoutes(Edge edge) {
        this.edge = edge;
        this.users =
                new UserSockets(edge.vertx(), "cozy", edge.config().sockets().maxPerUser());
    }

    void upgrade(RoutingContext ctx) {
        var path = ctx.normalizedPath();
        if (!path.equals(ROOT) && !path.equals(ROOT + "/")) {
            ctx.next();
            return;
        }
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader("Upgrade"))) {
            CozyRoutes.send(ctx, NotifyJson.error(400, "this path takes WebSocket connections only"));
            return;
        }
        // Vert.x itself answers an upgrade that it cannot accept.
        edge.sockets()
                .upgrade(ctx)
                .onSuccess(link -> new RealtimeSocket(edge, users, link).open())
                .onFailure(refused -> {});
    }

    void publish(RoutingContext ctx) {
        edge.login()
                .identifyLimited(ctx)
                .compose(identity -> publish(ctx, identity))
                .otherwise(failure -> NotifyJson.failed(Requests.failure(failure)))
                .onSuccess(answer -> CozyRoutes.send(ctx, answer));
    }

    private Future<CozyAnswer> publish(RoutingContext ctx, Identity identity) {
        var rights = Rights.of(identity);
        var path = path(ctx);
        if (path.size() != 2 || path.contains("")) {
            return Future.succeededFuture(NotifyJson.error(404, "there is nothing at this path"));
        }
        var doctype = path.get(0);
        var id = Require.name(path.get(1), "id");
        if (!Doctype.isValid(doctype) || Doctype.isReserved(doctype)) {
            throw Require.badRequest("the doctype '" + doctype + "' is invalid or reserved");
        }
        var document = new JsonObject().put(CozyJson.ID, id);
        var body = Requests.json(ctx);
        body.remove(CozyJson.ID);
        document.mergeIn(body);
        if (!rights.allowsDocument(Rights.CREATE, doctype, id, document)) {
            throw new ServiceException(FailureCode.FORBIDDEN, "the token's scope does not allow it");
        }
        var space = Doctype.space(doctype);
        return edge.access()
                .requireNow(identity, space, Role.EDITOR)
                .compose(version -> edge.events()
                        .submit(List.of(new Event.CustomInSpace(
                                space,
                                id,
                                RealtimeFrames.MESSAGE,
                                RealtimeFrames.notified(doctype, id, document),
                                identity.user(),
                                version))))
                .map(published -> CozyAnswer.empty(204));
    }

    private static List<String> path(RoutingContext ctx) {
        var raw = ctx.request().path();
        try {
            return raw.startsWith(ROOT + "/")
                    ? Arrays.stream(raw.substring(ROOT.length() + 1).split("/", -1))
                            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                            .toList()
                    : List.of();
        } catch (IllegalArgumentException malformed) {
            throw Require.badRequest("the path is not percent-encoded as it should be");
        }
    }

    /** Anything else there. */
    static void refuse(RoutingContext ctx) {
        var isKnown =
                List.of("GET", "HEAD", "POST").contains(ctx.request().method().name());
        CozyRoutes.send(
                ctx,
                isKnown
                        ? NotifyJson.error(404, "there is nothing at this path")
                        : NotifyJson.error(405, "this path does not take this method"));
    }
}
