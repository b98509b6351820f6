package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.function.Function;

/**
 * Mounts the bridge: SockJS at {@code /eventbus/*}, raw WebSocket at {@code /eventbus/websocket}. Both WebSockets are served
 * here; what the client asks before, and the transports for networks without WebSocket, by vertx-web.
 */
public final class BridgeRoutes {
    private static final String LIBRARY = "/webjars/sockjs.min.js";
    private static final String RAW = "/eventbus/websocket";
    /** {@code /eventbus/<server>/<session>/websocket}. */
    private static final String SOCKJS = "\\/eventbus\\/[^\\/.]+\\/[^\\/.]+\\/websocket";

    private BridgeRoutes() {}

    /** The router belongs to one event loop: SockJS keeps its sockets in plain maps. */
    public static void mount(Router router, Edge edge) {
        var bridge = Bridge.of(edge);
        var identify = Requests.identifySocket(edge.login());
        router.route("/eventbus/*").handler(ctx -> {
            // The client asks what transports there are before it signs in.
            if (ctx.request().path().equals("/eventbus/info")) {
                ctx.next();
            } else {
                identify.handle(ctx);
            }
        });
        router.get(RAW).handler(ctx -> serve(bridge, ctx, edge.sockets()::upgrade));
        router.getWithRegex(SOCKJS).handler(ctx -> serve(bridge, ctx, edge.sockets()::upgradeSockJs));
        var sockJs = SockJSHandler.create(
                edge.vertx(), new SockJSHandlerOptions().setLibraryURL(LIBRARY).setInsertJSESSIONID(false));
        router.route("/eventbus/*")
                .subRouter(sockJs.socketHandler(socket -> BridgeSocket.enter(
                        bridge, edge.sockets().of(socket), Requests.identity(socket.routingContext()))));
    }

    private static void serve(Bridge bridge, RoutingContext ctx, Function<RoutingContext, Future<SocketLink>> upgrade) {
        var identity = Requests.identity(ctx);
        if (!ctx.request().canUpgradeToWebSocket()) {
            // Answered as in the original.
            ctx.next();
        } else if (bridge.users().enter(identity.user())) {
            // Vert.x itself answers an upgrade that it cannot accept.
            upgrade.apply(ctx)
                    .onSuccess(link -> BridgeSocket.serve(bridge, link, identity))
                    .onFailure(refused -> bridge.users().leave(identity.user()));
        } else {
            ctx.fail(new ServiceException(FailureCode.RATE_LIMITED, Bridge.TOO_MANY));
        }
    }
}
