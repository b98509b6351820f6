package io.lockstep.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.Map;

/** Programs outside: REST with a bearer token over kept-alive connections. Used on one event loop only. */
public final class Http {
    private final HttpClient client;
    private final Map<String, String> headers;

    /** An answer that has come whole. */
    public record Answer(int status, MultiMap headers, Buffer body) {
        /** Fails unless the server answered so. */
        public Future<Answer> expect(int expected) {
            return status == expected
                    ? Future.succeededFuture(this)
                    : Future.failedFuture("HTTP " + status + ": " + body);
        }
    }

    private Http(HttpClient client, Map<String, String> headers) {
        this.client = client;
        this.headers = headers;
    }

    /** Opens a connection when one is needed, up to that many; whoever finds none free waits. */
    public static Http of(Context loop, int port, int maxConnections, String token) {
        var client = loop.owner()
                .httpClientBuilder()
                .with(new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port))
                .with(new PoolOptions().setHttp1MaxSize(maxConnections))
                // Of a connection that is lost its request tells.
                .withConnectHandler(connection -> connection.exceptionHandler(lost -> {}))
                .build();
        return new Http(client, Map.of("Authorization", "Bearer " + token));
    }

    /** Another user on the same connections. */
    public Http as(String token) {
        return new Http(client, Map.of("Authorization", "Bearer " + token));
    }

    public Future<Answer> get(String path, Map<String, String> conditions) {
        return client.request(HttpMethod.GET, path)
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    conditions.forEach(request::putHeader);
                    return request.send();
                })
                .compose(Http::whole);
    }

    /** Sends a body, or none when it is empty. */
    public Future<Answer> send(HttpMethod method, String path, Buffer json) {
        return client.request(method, path)
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    return json.length() == 0
                            ? request.send()
                            : request.putHeader("Content-Type", "application/json")
                                    .send(json);
                })
                .compose(Http::whole);
    }

    private static Future<Answer> whole(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), response.headers(), body));
    }
}
