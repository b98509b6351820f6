package io.lockstep.gateway.socket;

import io.lockstep.gateway.session.Frame;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** A SockJS client on streams and polls of plain HTTP, which vertx-web serves. */
final class FallbackSocket implements SocketLink {
    private final SockJSSocket socket;

    FallbackSocket(SockJSSocket socket) {
        this.socket = socket;
    }

    @Override
    public void listen(Listener listener) {
        socket.handler(text -> listener.text(text.toString()));
        // What broke ends the socket too, and of that the close handler tells.
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> listener.closed());
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public void write(Frame frame) {
        // A failure is the socket's end, of which the close handler tells.
        socket.write(frame.text()).onFailure(gone -> {});
    }

    @Override
    public boolean isWritable() {
        return !socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        // It is called once.
        socket.drainHandler(drained -> {
            onDrain(handler);
            handler.run();
        });
    }

    /** SockJS has heartbeats instead. */
    @Override
    public void ping(byte[] payload) {}

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    /**
     * The connection of the request that opened the socket, unless that was answered: the client has come back on others
     * then, which are not known here and may be shared with other clients of a proxy.
     */
    @Override
    public void cut() {
        var request = socket.routingContext().request();
        if (!request.response().ended()) {
            Connections.cut(request.connection());
        }
    }
}
