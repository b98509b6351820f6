package io.lockstep.deploy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real WebSocket client of the JDK that remembers, in order, every text it is sent. */
final class Socket implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 10;

    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private Socket(int port, String path, Optional<String> user, String... subprotocols) {
        var builder = CLIENT.newWebSocketBuilder();
        if (subprotocols.length == 1) {
            builder.subprotocols(subprotocols[0]);
        }
        user.ifPresent(name -> builder.header("Authorization", basic(name)));
        this.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), new Listener())
                .join();
    }

    /** A demo user's password is his name. */
    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
    }

    /** A raw event-bus bridge connection of a demo user. */
    static Socket bridge(int port, String user) {
        return new Socket(port, "/eventbus/websocket", Optional.of(user));
    }

    /** A push connection of a demo user, signed in by its two frames. */
    static Socket push(int port, String user) throws InterruptedException {
        var socket = new Socket(port, "/push/ws", Optional.empty());
        socket.send(user);
        socket.send(user);
        socket.until(text -> text.equals("authenticated"));
        return socket;
    }

    /** A push connection that says who it is with its upgrade. */
    static Socket pushWithHeader(int port, String user) {
        return new Socket(port, "/push/ws", Optional.of(user));
    }

    /** A connection of Cozy's realtime protocol that nobody has signed in to. */
    static Socket cozy(int port) {
        return new Socket(port, "/realtime/", Optional.empty(), "io.cozy.websocket");
    }

    /** What the server has chosen of the subprotocols that it was offered; empty for none. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void send(JsonObject json) {
        send(json.encode());
    }

    /** Registers on an address and waits for its snapshot. */
    @CanIgnoreReturnValue
    Socket register(String address) throws InterruptedException {
        send(new JsonObject().put("type", "register").put("address", address));
        until(text -> text.contains("\"snapshot\""));
        return this;
    }

    /** Sends a request and waits for its answer, of type {@code rec} or {@code err}. */
    @CanIgnoreReturnValue
    JsonObject request(String address, JsonObject body) throws InterruptedException {
        var reply = "reply-" + System.nanoTime();
        send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("body", body)
                .put("replyAddress", reply));
        var answers = until(text -> text.contains(reply));
        return new JsonObject(answers.get(answers.size() - 1));
    }

    /** What came, up to and including the first text that fits. */
    @CanIgnoreReturnValue
    List<String> until(Predicate<String> end) throws InterruptedException {
        return until(end, PATIENCE_SECONDS);
    }

    @CanIgnoreReturnValue
    List<String> until(Predicate<String> end, long patienceSeconds) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        var seen = new ArrayList<String>();
        while (true) {
            var text = texts.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (text == null) {
                throw new AssertionError("it did not come; what came: " + seen);
            }
            seen.add(text);
            if (end.test(text)) {
                return seen;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
            partial.append(data);
            if (isLast) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            texts.add("closed " + status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            texts.add("error " + error);
        }
    }
}
