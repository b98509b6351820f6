package io.lockstep.deploy.selftest;

import io.lockstep.contract.Actor;
import io.lockstep.gateway.auth.Login;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A user who comes by one address, the server's own or that of a proxy, and tries what users do: he asks who he is, opens a
 * socket or a stream, sends a message to himself and waits for it. Waits; for the thread of the command.
 */
final class Visitor {
    /** Nobody's name: messages go to whoever is called so. */
    static final String USER = Actor.SYSTEM.user();

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ACCEPTED = 202;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI url;
    private final String token;

    Visitor(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    URI url() {
        return url;
    }

    /** The status of a question that only a signed-in user is answered. */
    int whoAmI() throws IOException, InterruptedException {
        return http.send(request("/api/v1/me").GET().build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Opens a socket, and hears on it what is then sent. */
    String hearOnSocket() throws IOException, InterruptedException, TimeoutException {
        var heard = new Heard();
        var socket = open(heard);
        try {
            var topic = "user/" + USER;
            send(socket, new JsonObject().put("type", "register").put("address", topic));
            // Answered after the registration, as a socket's messages are taken one after the other.
            send(
                    socket,
                    new JsonObject()
                            .put("type", "send")
                            .put("address", "lockstep.space.list")
                            .put("body", new JsonObject())
                            .put("replyAddress", "registered"));
            heard.await("registered", TIMEOUT);
            var mark = UUID.randomUUID().toString();
            var begun = System.nanoTime();
            publish(mark);
            heard.await(mark, TIMEOUT);
            return "a message came back after " + (System.nanoTime() - begun) / 1_000_000 + " ms";
        } finally {
            socket.abort();
        }
    }

    private WebSocket open(Heard heard) throws IOException, InterruptedException, TimeoutException {
        var address = URI.create(url.toString().replaceFirst("^http", "ws") + "/eventbus/websocket");
        try {
            return http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .connectTimeout(TIMEOUT)
                    .buildAsync(address, heard)
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            throw new IOException(refused.getCause());
        }
    }

    private static void send(WebSocket socket, JsonObject message)
            throws IOException, InterruptedException, TimeoutException {
        try {
            socket.sendText(message.encode(), true).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException closed) {
            throw new IOException(closed.getCause());
        }
    }

    /** Opens a stream of events, and hears on it, while it is open, what is then sent. */
    String hearOnStream() throws IOException, InterruptedException, TimeoutException {
        var heard = new Heard();
        var request = request("/api/v1/events?topic=user/" + USER + "&heartbeat=1")
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        var answer = http.sendAsync(request, heard.body());
        try {
            if (!heard.begins(TIMEOUT)) {
                throw new TimeoutException("the stream does not begin");
            }
            if (heard.status() != 200) {
                throw new IOException("the stream is answered with status " + heard.status());
            }
            var mark = UUID.randomUUID().toString();
            var begun = System.nanoTime();
            publish(mark);
            heard.await(mark, TIMEOUT);
            return "an event came after " + (System.nanoTime() - begun) / 1_000_000 + " ms";
        } finally {
            answer.cancel(true);
            heard.leave();
        }
    }

    /**
     * Asks as a page of this address does, with a cookie that is then taken away: the answer tells by which scheme the server
     * believes that it was reached, and the status whether it knows its own address.
     */
    HttpResponse<Void> asPage() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/logout"))
                .timeout(TIMEOUT)
                .header("Cookie", Login.COOKIE + "=" + token)
                .header("Origin", url.getScheme() + "://" + url.getAuthority())
                .POST(BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.discarding());
    }

    private void publish(String mark) throws IOException, InterruptedException {
        var event =
                new JsonObject().put("user", USER).put("message", "self-test").put("body", mark);
        var request = request("/api/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject()
                        .put("events", new JsonArray().add(event))
                        .encode()))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new IOException("publishing is answered with status " + answer.statusCode() + ": " + answer.body());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }
}
