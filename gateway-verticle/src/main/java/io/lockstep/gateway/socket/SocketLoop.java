package io.lockstep.gateway.socket;

import io.lockstep.gateway.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayList;

/**
 * The sockets of one event loop and what they share: the context that their listeners are called in, the {@link Wheel}, and
 * the list of those that have written in this turn of the loop, which are flushed together at its end.
 *
 * <p>A flush is a system call; so a socket that is written hundreds of frames in one turn makes one. Single-threaded: the
 * event loop.
 */
public final class SocketLoop {
    private final GatewayConfig config;
    private final ContextInternal context;
    private final Wheel wheel = new Wheel(System::nanoTime);
    private ArrayList<TakenOverSocket> written = new ArrayList<>();
    private ArrayList<TakenOverSocket> flushing = new ArrayList<>();

    /** Created on its event loop, within the context of a verticle. */
    public SocketLoop(Vertx vertx, GatewayConfig config) {
        this.config = config;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        vertx.setPeriodic(Wheel.TICK_MILLIS, timer -> wheel.turn());
    }

    public Wheel wheel() {
        return wheel;
    }

    /**
     * Accepts the upgrade of a request to WebSocket. Vert.x itself answers one that it cannot accept, and the Future fails
     * then.
     */
    public Future<SocketLink> upgrade(RoutingContext ctx) {
        return accept(ctx).map(socket -> socket);
    }

    /** The same for a client that speaks SockJS on it. */
    public Future<SocketLink> upgradeSockJs(RoutingContext ctx) {
        return accept(ctx).map(socket -> new SockJsSocket(socket, wheel));
    }

    private Future<WebSocketLink> accept(RoutingContext ctx) {
        var request = ctx.request();
        return request.toWebSocket()
                .map(socket -> config.sockets().takeover()
                        ? TakenOverSocket.take(request.connection(), this)
                        : new StockSocket(socket, request.connection(), wheel));
    }

    /** A SockJS client on one of the transports that vertx-web serves. */
    public SocketLink of(SockJSSocket socket) {
        return new FallbackSocket(socket);
    }

    int maxMessageBytes() {
        return config.maxBodyBytes();
    }

    /** Calls the handler as Vert.x would: within the context of the loop, where what it throws is reported and ends nothing else. */
    <E> void dispatch(E event, Handler<E> handler) {
        context.dispatch(event, handler);
    }

    void flushAtEndOfTurn(TakenOverSocket socket) {
        if (written.isEmpty()) {
            EndOfTurn.run(context, this::flush);
        }
        written.add(socket);
    }

    /** What becomes writable by it may write again: that is for the next list. */
    private void flush() {
        var ready = written;
        written = flushing;
        flushing = ready;
        for (var index = 0; index < ready.size(); index++) {
            ready.get(index).flush();
        }
        ready.clear();
    }
}
