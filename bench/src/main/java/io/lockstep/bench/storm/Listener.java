package io.lockstep.bench.storm;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** A socket that listens to one space and is told of each change. Confined to its event loop. */
final class Listener {
    /** Held as long as its socket: a client that nobody holds closes its connections. */
    private final WebSocketClient client;

    private final WebSocket socket;
    private Consumer<String> changed = etag -> {};

    private Listener(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
    }

    /** Completes when no later change can be missed. To be called on the event loop. */
    static Future<Listener> open(Context loop, int port, String token, String space) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/eventbus/websocket")
                .addHeader("Authorization", "Bearer " + token);
        var client = loop.owner().createWebSocketClient();
        return client.connect(options).compose(socket -> {
            var listens = Promise.<Listener>promise();
            var listener = new Listener(client, socket);
            socket.textMessageHandler(text -> listener.receive(new JsonObject(text), listens));
            var register = new JsonObject().put("type", "register").put("address", "space/" + space);
            return socket.writeTextMessage(register.encode()).compose(sent -> listens.future());
        });
    }

    /** What to do with the etag of the next changes. */
    void onChange(Consumer<String> handler) {
        changed = handler;
    }

    private void receive(JsonObject message, Promise<Listener> listens) {
        var event = message.getJsonObject("body", new JsonObject());
        switch (event.getString("type", "")) {
            case "snapshot" -> listens.tryComplete(this);
            case "changed" -> changed.accept(event.getString("etag"));
            default -> {}
        }
    }

    /** Says that somebody is there; a silent socket is closed by the server. */
    Future<Void> ping() {
        return socket.writeTextMessage(new JsonObject().put("type", "ping").encode());
    }

    Future<Void> close() {
        return socket.close().eventually(client::close);
    }
}
