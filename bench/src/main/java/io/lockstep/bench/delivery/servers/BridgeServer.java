package io.lockstep.bench.delivery.servers;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Server of scenario 03: the event-bus bridge of vertx-web as it comes, with one address that clients may listen to, and
 * events published on it.
 */
final class BridgeServer implements Control.Server {
    private static final long PING_TIMEOUT_MS = 60_000;

    private final Vertx vertx = StockServer.vertx();
    private final Message message;
    private final String address;
    private final AtomicInteger listening = new AtomicInteger();
    private volatile int port;
    private long seq;

    private BridgeServer(Message message) {
        this.message = message;
        this.address = new JsonObject(message.text(0)).getString("address");
    }

    public static void main(String[] arguments) throws IOException {
        var server = new BridgeServer(Message.read(Path.of(arguments[0])));
        var deployed = server.vertx
                .deployVerticle(server::newLoop, new DeploymentOptions().setInstances(StockServer.LOOPS))
                .await();
        assert !deployed.isEmpty();
        Control.serve(server);
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
            var body = new JsonObject(message.text(seq)).getJsonObject("body");
            vertx.eventBus().publish(address, body);
        }
    }

    private Loop newLoop() {
        return new Loop();
    }

    private void happened(BridgeEvent event) {
        if (event.type() == BridgeEventType.REGISTERED) {
            listening.incrementAndGet();
        } else if (event.type() == BridgeEventType.SOCKET_CLOSED) {
            listening.decrementAndGet();
        }
        event.complete(true);
    }

    private final class Loop extends VerticleBase {
        @Override
        public Future<?> start() {
            var options = new SockJSBridgeOptions()
                    .setPingTimeout(PING_TIMEOUT_MS)
                    .addOutboundPermitted(new PermittedOptions().setAddress(address));
            var router = Router.router(vertx);
            router.route("/eventbus/*")
                    .subRouter(SockJSHandler.create(vertx).bridge(options, BridgeServer.this::happened));
            return vertx.createHttpServer(StockServer.options())
                    .requestHandler(router)
                    .listen(StockServer.ANY_SHARED_PORT, "127.0.0.1")
                    .onSuccess(bound -> port = bound.actualPort());
        }
    }
}
