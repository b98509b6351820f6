package io.lockstep.deploy.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.Cursor;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The server as clients reach it. Answers come on the event loop that asked. */
final class Api {
    static final String PATH = "/api/v1";
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_MESSAGE_BYTES = 8 << 20;
    private static final int PAGE = 1000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long ANSWER_SECONDS = 15;

    /** Any of which will do; one, for a client that stays with it. */
    private final List<SocketAddress> servers;

    private final HttpClientAgent http;

    /** For responses that may be cut off: a connection of its own for each. */
    private final HttpClientAgent streams;

    private final WebSocketClient sockets;

    /**
     * The clients of one kind.
     *
     * @param receiveBufferBytes of live connections: if few, the server soon feels a client that does not read
     */
    Api(Vertx vertx, List<SocketAddress> servers, int receiveBufferBytes) {
        this.servers = List.copyOf(servers);
        var pool = new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS);
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), pool);
        var alone = new HttpClientOptions().setKeepAlive(false).setConnectTimeout(CONNECT_MILLIS);
        alone.setReceiveBufferSize(receiveBufferBytes);
        this.streams = vertx.createHttpClient(alone, pool);
        var options = new WebSocketClientOptions().setMaxConnections(MAX_CONNECTIONS);
        options.setMaxFrameSize(MAX_MESSAGE_BYTES);
        options.setMaxMessageSize(MAX_MESSAGE_BYTES);
        options.setReceiveBufferSize(receiveBufferBytes);
        options.setConnectTimeout(CONNECT_MILLIS);
        this.sockets = vertx.createWebSocketClient(options);
    }

    private Api(Api shared, SocketAddress server) {
        this.servers = List.of(server);
        this.http = shared.http;
        this.streams = shared.streams;
        this.sockets = shared.sockets;
    }

    /** The same by one of the servers only. */
    Api byOne(Random random) {
        return new Api(this, servers.get(random.nextInt(servers.size())));
    }

    private SocketAddress server() {
        return servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
    }

    /** What a request was answered; the body is empty when there is none. */
    record Answer(int status, JsonObject body) {
        boolean isDone() {
            return status >= 200 && status < 300;
        }

        boolean isRefusal() {
            return status == 403 || status == 404;
        }
    }

    /** The account's password is its name. Fails when it cannot sign in. */
    Future<String> token(String user) {
        var basic = "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
        return call(HttpMethod.POST, PATH + "/token", Map.of("Authorization", basic), new JsonObject())
                .map(answer -> answer.body().getString("token"));
    }

    Future<Answer> call(String token, HttpMethod method, String path, JsonObject body) {
        return call(method, PATH + path, bearer(token), body);
    }

    private Future<Answer> call(HttpMethod method, String path, Map<String, String> headers, JsonObject body) {
        var bytes = body.isEmpty() ? Buffer.buffer() : body.toBuffer();
        return http.request(options(method, path, headers, bytes))
                .compose(request -> request.send(bytes))
                .compose(response -> response.body()
                        .map(read -> new Answer(
                                response.statusCode(), read.length() == 0 ? new JsonObject() : new JsonObject(read))))
                .timeout(ANSWER_SECONDS, SECONDS);
    }

    Future<Answer> get(String token, String path) {
        return call(token, HttpMethod.GET, path, new JsonObject());
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    /** A response whose body has not been read yet. */
    Future<HttpClientResponse> open(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        return streams.request(options(method, path, headers, body))
                .compose(request -> request.send(body))
                .map(response -> {
                    response.pause();
                    response.exceptionHandler(cut -> {});
                    return response;
                });
    }

    private RequestOptions options(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        var server = server();
        var options = new RequestOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setMethod(method)
                .setURI(path);
        headers.forEach(options::putHeader);
        return body.length() == 0 ? options : options.putHeader("Content-Type", "application/json");
    }

    Future<WebSocket> socket(String path, String token) {
        var server = server();
        return sockets.connect(new WebSocketConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setURI(path)
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(bearer(token))));
    }

    /** The documents of a space, and the cursor from which to go on. */
    record Listing(String cursor, Map<String, Seen.Document> documents) {}

    /** Empty when the user may not read the space; fails when it cannot be read for another reason. */
    Future<Optional<Listing>> documents(String token, String space) {
        return documents(token, space, "", new Listing("", new HashMap<>()));
    }

    private Future<Optional<Listing>> documents(String token, String space, String after, Listing read) {
        var path = "/spaces/" + space + "/documents?limit=" + PAGE + after;
        return get(token, path).compose(answer -> {
            if (answer.isRefusal()) {
                return Future.succeededFuture(Optional.empty());
            }
            if (!answer.isDone()) {
                return Future.failedFuture("cannot read " + space + ": " + answer);
            }
            var page = answer.body();
            page.getJsonArray("documents").forEach(item -> {
                var document = (JsonObject) item;
                read.documents().put(document.getString("document"), document(document));
            });
            var so = read.cursor().isEmpty() ? new Listing(page.getString("cursor"), read.documents()) : read;
            return page.containsKey("next")
                    ? documents(token, space, "&after=" + encoded(page.getString("next")), so)
                    : Future.succeededFuture(Optional.of(so));
        });
    }

    /** Empty when there is none; fails when the user may not know. */
    Future<Optional<Seen.Document>> document(String token, String space, String id) {
        return get(token, "/spaces/" + space + "/documents?ids=" + encoded(id))
                .compose(answer -> answer.isDone()
                        ? Future.succeededFuture(answer.body().getJsonArray("documents").stream()
                                .map(document -> document((JsonObject) document))
                                .findFirst())
                        : Future.failedFuture("cannot read " + id + ": " + answer));
    }

    static Seen.Document document(JsonObject json) {
        return new Seen.Document(json.getLong("revision"), json.getJsonObject("fields"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    static long seq(String cursor) {
        return Cursor.parse(cursor).seq();
    }
}
