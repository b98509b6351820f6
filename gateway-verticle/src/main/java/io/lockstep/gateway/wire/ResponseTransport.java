package io.lockstep.gateway.wire;

import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Transport;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** A response without an end, as the session that writes it sees it. Single-threaded: the response's event loop. */
public final class ResponseTransport implements Transport {
    private static final String END = "";

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private Runnable onDrain = () -> {};
    private Runnable onceWritable = () -> {};

    public ResponseTransport(HttpServerRequest request) {
        this.response = request.response();
        this.connection = request.connection();
        response.drainHandler(drained -> drained());
    }

    /** Writes the text, or ends the response for an empty one; nothing happens when it has ended. */
    @Override
    public void write(Frame frame) {
        write(frame.text());
    }

    public void write(String text) {
        if (hasEnded()) {
            return;
        }
        // A failure is the client's leaving, of which the close handler tells.
        (text.isEmpty() ? response.end() : response.write(text)).onFailure(gone -> {});
    }

    @Override
    public boolean isWritable() {
        return hasEnded() || !response.writeQueueFull();
    }

    private boolean hasEnded() {
        return response.ended() || response.closed();
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
    }

    /** Does the work when the client has read enough, once: now or later. A second work takes the place of the first. */
    public void whenWritable(Runnable work) {
        if (isWritable()) {
            work.run();
        } else {
            onceWritable = work;
        }
    }

    private void drained() {
        onDrain.run();
        var work = onceWritable;
        onceWritable = () -> {};
        work.run();
    }

    @Override
    public void close(CloseCause cause) {
        if (cause == CloseCause.SLOW_CLIENT) {
            cut();
        } else {
            write(END);
        }
    }

    /**
     * Vert.x's own close first sends what waits, which a client that does not read would keep in memory for ever. Only below
     * its handler the channel drops it.
     */
    private void cut() {
        if (connection instanceof ConnectionBase base) {
            base.channelHandlerContext().close().addListener(closed -> {});
        } else {
            response.reset().onFailure(gone -> {});
        }
    }
}
