package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Mounts the push WebSocket at {@code /ws} and, for proxies that do not strip the prefix, at {@code /push/ws}.
 *
 * <p>Any page may open it: who listens is told by the frames of the handshake and never by a cookie, so there is nothing
 * for a foreign page to ride on. Beyond the original, an upgrade with an {@code Authorization} header or
 * {@code access_token} is signed in by it, or refused with 401.
 */
public final class NotifyPushRoutes {
    private static final List<String> PATHS = List.of("/ws", "/push/ws");

    /** The original refuses a user who has more than 64 already. */
    private static final int MAX_PER_USER = 65;

    private NotifyPushRoutes() {}

    /**
     * Mounts them.
     *
     * @param words what other wires say on the socket
     */
    public static void mount(Router router, Edge edge, List<PushWords> words) {
        var frames = new PushFrames(words);
        var users = new UserSockets(edge.vertx(), "notifypush", MAX_PER_USER);
        var identify = Requests.identify(edge.login());
        for (var path : PATHS) {
            router.get(path).handler(ctx -> {
                if (Login.showsCredentials(ctx.request())) {
                    identify.handle(ctx);
                } else {
                    ctx.next();
                }
            });
            router.get(path).handler(ctx -> upgrade(ctx, edge, users, frames));
        }
    }

    private static void upgrade(RoutingContext ctx, Edge edge, UserSockets users, PushFrames frames) {
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader("Upgrade"))) {
            ctx.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end("this path takes WebSocket connections only")
                    .onFailure(gone -> {});
            return;
        }
        // Vert.x itself answers an upgrade that it cannot accept.
        var identity = Requests.identityIfAny(ctx);
        edge.sockets()
                .upgrade(ctx)
                .onSuccess(link -> {
                    var socket = new PushSocket(edge, users, frames, link);
                    identity.ifPresentOrElse(socket::openAs, socket::open);
                })
                .onFailure(refused -> {});
    }
}
