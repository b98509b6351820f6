package io.lockstep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** As programs outside do it: REST with a bearer token, one kept-alive connection per worker. */
final class HttpDriver implements Driver {
    private static final Buffer ACQUIRE =
            new JsonObject().put("ttlMillis", Stage.TTL_MILLIS).toBuffer();
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Context loop;
    private final HttpClient client;
    private final String authorization;

    private HttpDriver(Context loop, HttpClient client, String authorization) {
        this.loop = loop;
        this.client = client;
        this.authorization = authorization;
    }

    /** Signs in. */
    static HttpDriver connect(Context loop, int port, int maxConnections) throws TimeoutException {
        var client = loop.owner()
                .createHttpClient(
                        new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                        new PoolOptions().setHttp1MaxSize(maxConnections));
        var basic = Base64.getEncoder().encodeToString((Stage.USER + ":" + Stage.PASSWORD).getBytes(UTF_8));
        var answer = Loops.on(
                        loop,
                        () -> client.request(HttpMethod.POST, "/api/v1/token")
                                .compose(request -> request.putHeader("Authorization", "Basic " + basic)
                                        .send())
                                .compose(response -> body(response, OK)))
                .await(30, TimeUnit.SECONDS);
        var token = answer.toJsonObject().getString("token");
        return new HttpDriver(loop, client, "Bearer " + token);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> acquire(Cell cell) {
        return send(HttpMethod.PUT, cell, ACQUIRE, OK);
    }

    @Override
    public Future<Void> release(Cell cell) {
        return send(HttpMethod.DELETE, cell, Buffer.buffer(), NO_CONTENT);
    }

    private Future<Void> send(HttpMethod method, Cell cell, Buffer body, int expected) {
        return client.request(method, path(cell))
                .compose(request -> {
                    request.putHeader("Authorization", authorization);
                    return body.length() == 0
                            ? request.send()
                            : request.putHeader("Content-Type", "application/json")
                                    .send(body);
                })
                .compose(response -> body(response, expected))
                .mapEmpty();
    }

    private static Future<Buffer> body(HttpClientResponse response, int expected) {
        return response.body()
                .compose(body -> response.statusCode() == expected
                        ? Future.succeededFuture(body)
                        : Future.failedFuture("HTTP " + response.statusCode() + ": " + body));
    }

    private static String path(Cell cell) {
        return "/api/v1/spaces/" + cell.space() + "/documents/" + cell.document() + "/locks/" + cell.field();
    }
}
