package io.lockstep.gateway.wire.bridge;

import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

/** Mounts the bridge: SockJS at {@code /eventbus/*}, raw WebSocket at {@code /eventbus/websocket}. */
public final class BridgeRoutes {
    private static final String LIBRARY = "/webjars/sockjs.min.js";

    private BridgeRoutes() {}

    /** The router belongs to one event loop: SockJS keeps its sockets in plain maps. */
    public static void mount(Router router, Edge edge) {
        var operations = new BridgeOperations(edge);
        var identify = Requests.identifySocket(edge.login());
        var sockJs = SockJSHandler.create(
                edge.vertx(), new SockJSHandlerOptions().setLibraryURL(LIBRARY).setInsertJSESSIONID(false));
        router.route("/eventbus/*").handler(ctx -> {
            // The client asks what transports there are before it signs in.
            if (ctx.request().path().equals("/eventbus/info")) {
                ctx.next();
            } else {
                identify.handle(ctx);
            }
        });
        router.route("/eventbus/*")
                .subRouter(sockJs.socketHandler(socket ->
                        new BridgeSocket(edge, operations, socket, Requests.identity(socket.routingContext())).open()));
    }
}
