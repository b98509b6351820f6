package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;

/**
 * A reverse proxy as many are set up at first: it hands an answer on when it has all of it, upgrades nothing, and asks by its
 * own name for the server.
 */
record BufferingProxy(HttpServer server, HttpClient client) implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    static BufferingProxy start(Vertx vertx, int target) throws TimeoutException {
        var client = vertx.createHttpClient();
        var server = vertx.createHttpServer()
                .requestHandler(request -> forward(client, target, request))
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
        return new BufferingProxy(server, client);
    }

    int port() {
        return server.actualPort();
    }

    private static void forward(HttpClient client, int target, HttpServerRequest request) {
        var options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(target)
                .setURI(request.uri());
        request.body()
                .compose(body -> client.request(options).compose(forwarded -> {
                    request.headers().forEach((name, value) -> {
                        if (!name.matches("(?i)host|connection|upgrade|content-length|http2-settings")) {
                            forwarded.putHeader(name, value);
                        }
                    });
                    return forwarded.send(body);
                }))
                .compose(answer ->
                        answer.body().compose(body -> end(request, answer).end(body)))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static HttpServerResponse end(HttpServerRequest request, HttpClientResponse answer) {
        return request.response().setStatusCode(answer.statusCode());
    }

    @Override
    public void close() throws TimeoutException {
        Future.all(server.close(), client.close()).await(PATIENCE_SECONDS, SECONDS);
    }
}
