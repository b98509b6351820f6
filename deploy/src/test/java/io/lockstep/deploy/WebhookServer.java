package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Another service's webhook: checks the signature of what is posted to it as the documentation says, and keeps the body. */
final class WebhookServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final HttpServer server;
    private final String secret;
    private final LinkedBlockingQueue<JsonObject> bodies = new LinkedBlockingQueue<>();
    private final AtomicInteger unsigned = new AtomicInteger();
    private volatile int status = 204;

    WebhookServer(String secret) throws IOException {
        this.secret = secret;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::received);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on. */
    void answer(int status) {
        this.status = status;
    }

    int unsigned() {
        return unsigned.get();
    }

    JsonObject next() throws InterruptedException {
        var body = bodies.poll(PATIENCE_SECONDS, SECONDS);
        if (body == null) {
            throw new AssertionError("the webhook was not called");
        }
        return body;
    }

    private void received(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!isSigned(exchange.getRequestHeaders().getFirst("X-Lockstep-Signature"), body)) {
                unsigned.incrementAndGet();
            }
            bodies.add(new JsonObject(body));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private boolean isSigned(String signature, String body) {
        try {
            var seconds = signature.substring("t=".length(), signature.indexOf(','));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            var expected = HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(UTF_8)));
            return signature.equals("t=" + seconds + ",v1=" + expected);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
