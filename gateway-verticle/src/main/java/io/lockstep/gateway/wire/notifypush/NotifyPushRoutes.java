package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.auth.Login;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Mounts the push WebSocket at {@code /ws} and, for proxies that do not strip the prefix, at {@code /push/ws}, and the
 * protocol's other paths.
 *
 * <p>Any page may open the socket: who listens is told by the frames of the handshake and never by a cookie, so there is nothing
 * for a foreign page to ride on. Beyond the original, an upgrade with an {@code Authorization} header or
 * {@code access_token} is signed in by it, or refused with 401.
 */
public final class NotifyPushRoutes {
    private static final List<String> PREFIXES = List.of("", "/push");

    private NotifyPushRoutes() {}

    /**
     * Mounts them.
     *
     * @param words what other wires say on the socket
     */
    public static void mount(Router router, Edge edge, NotifyPush push, List<PushWords> words) {
        var loop = new PushLoop(edge, push, new PushFrames(words));
        push.nodes().onClose(loop::reset);
        var identify = Requests.identify(edge.login());
        var tests = new SelfTestRoutes(push);
        for (var prefix : PREFIXES) {
            router.get(prefix + "/ws").handler(ctx -> {
                if (Login.showsCredentials(ctx.request())) {
                    identify.handle(ctx);
                } else {
                    ctx.next();
                }
            });
            router.get(prefix + "/ws").handler(ctx -> upgrade(ctx, loop));
            tests.mount(router, prefix);
        }
        PreAuthRoutes.mount(router, edge, push);
        router.get("/push/health").handler(new PushHealthPage(edge.vertx(), push.tests())::serve);
        // What the original does not know it answers with nothing.
        router.route("/push/*").handler(ctx -> PlainText.send(ctx, 404, ""));
    }

    private static void upgrade(RoutingContext ctx, PushLoop loop) {
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader("Upgrade"))) {
            ctx.response().putHeader("Access-Control-Allow-Origin", "*");
            PlainText.send(ctx, 400, "this path takes WebSocket connections only");
            return;
        }
        // Vert.x itself answers an upgrade that it cannot accept.
        var identity = Requests.identityIfAny(ctx);
        var forwardedFor = loop.edge().config().trustedProxies().addresses(ctx.request());
        loop.edge()
                .sockets()
                .upgrade(ctx)
                .onSuccess(link -> {
                    var socket = new PushSocket(loop, link, forwardedFor);
                    identity.ifPresentOrElse(socket::openAs, socket::open);
                })
                .onFailure(refused -> {});
    }
}
