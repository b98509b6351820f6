package io.lockstep.bench.delivery.servers;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Server of scenario 02: Vert.x as it comes, {@code writeTextMessage} to each socket, without compression. */
final class StockServer implements Control.Server {
    static final int LOOPS = Runtime.getRuntime().availableProcessors();

    /** One free port for all instances. */
    static final int ANY_SHARED_PORT = -1;

    private final Message message;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger listening = new AtomicInteger();
    private volatile int port;
    private long seq;

    private StockServer(Message message) {
        this.message = message;
    }

    public static void main(String[] arguments) throws IOException {
        var server = new StockServer(Message.read(Path.of(arguments[0])));
        var deployed = vertx().deployVerticle(server::newLoop, new DeploymentOptions().setInstances(LOOPS))
                .await();
        assert !deployed.isEmpty();
        Control.serve(server);
    }

    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int listening() {
        return listening.get();
    }

    @Override
    public void publish(int events) {
        for (var event = 0; event < events; event++) {
            seq++;
            var text = message.text(seq);
            loops.forEach(loop -> loop.send(text));
        }
    }

    private Loop newLoop() {
        var loop = new Loop();
        loops.add(loop);
        return loop;
    }

    private final class Loop extends VerticleBase {
        private final List<ServerWebSocket> sockets = new ArrayList<>();

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(options())
                    .webSocketHandler(this::opened)
                    .listen(ANY_SHARED_PORT, "127.0.0.1")
                    .onSuccess(bound -> port = bound.actualPort());
        }

        private void opened(ServerWebSocket socket) {
            sockets.add(socket);
            listening.incrementAndGet();
            socket.textMessageHandler(ignored -> {});
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(gone -> {
                sockets.remove(socket);
                listening.decrementAndGet();
            });
        }

        void send(String text) {
            Context loop = context;
            loop.runOnContext(go -> {
                for (var socket : sockets) {
                    socket.writeTextMessage(text).onFailure(gone -> {});
                }
            });
        }
    }
}
