package io.lockstep.lock;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A TCP proxy whose connections can be broken as by a lost route: they stay open, and nothing passes any more. */
final class HalfOpenProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final int port;
    // Both are used under the lock of this proxy.
    private final List<NetSocket> sockets = new ArrayList<>();
    private Promise<Void> connected = Promise.promise();

    private HalfOpenProxy(int target) throws TimeoutException {
        var server = vertx.createNetServer().connectHandler(client -> {
            client.pause();
            vertx.createNetClient()
                    .connect(target, "127.0.0.1")
                    .onSuccess(upstream -> join(client, upstream))
                    .onFailure(failure -> client.close());
        });
        port = server.listen(0, "127.0.0.1").await(10, SECONDS).actualPort();
    }

    static HalfOpenProxy to(int port) throws TimeoutException {
        return new HalfOpenProxy(port);
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Breaks what is open; what is opened later is well. Ends with the next connection. */
    synchronized Future<Void> breakSilently() {
        sockets.forEach(NetSocket::pause);
        sockets.clear();
        connected = Promise.promise();
        return connected.future();
    }

    private synchronized void join(NetSocket client, NetSocket upstream) {
        client.handler(upstream::write);
        upstream.handler(client::write);
        client.closeHandler(closed -> upstream.close());
        client.resume();
        sockets.addAll(List.of(client, upstream));
        connected.tryComplete();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
    }
}
