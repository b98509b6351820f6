package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Calls of the REST interface of the shared stack; a path begins below {@code /api/v1}, an empty body is none. */
final class RestCalls {
    static final Lockstep SERVER = Stack.shared();
    static final String ORIGIN = "http://127.0.0.1:" + SERVER.httpPort();
    static final String API = ORIGIN + "/api/v1";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RestCalls() {}

    static HttpResponse<String> as(String user, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = request(method, path, body).header("Authorization", "Basic " + base64(user + ":" + user));
        return send((headers.length > 0 ? request.headers(headers) : request).build());
    }

    /** A step that must go well. */
    @CanIgnoreReturnValue
    static JsonObject done(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        var answer = as(user, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : json(answer);
    }

    /** Without a login but what the headers say. */
    static HttpResponse<String> with(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = request(method, path, body);
        return send((headers.length > 0 ? request.headers(headers) : request).build());
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    static HttpClient http() {
        return HTTP;
    }

    private static HttpRequest.Builder request(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(API + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return body.isEmpty() ? request : request.header("Content-Type", "application/json");
    }

    /** Sends what no HTTP client would, and returns the status of the answer. */
    static int raw(String head) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.httpPort())) {
            socket.setSoTimeout(10_000);
            var line = head.indexOf("\r\n");
            var first = line < 0 ? head : head.substring(0, line);
            var rest = line < 0 ? "" : head.substring(line);
            var request = first + "\r\nHost: localhost\r\nAuthorization: Basic " + base64("alice:alice")
                    + (rest.contains("\r\n\r\n") ? rest : rest + "\r\n\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(status.substring(9));
        }
    }

    static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).contains("application/problem+json");
        assertThat(json(answer).getInteger("status")).isEqualTo(status);
        assertThat(json(answer).getString("code")).isEqualTo(code);
        assertThat(json(answer).getString("detail")).isNotEmpty();
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static Optional<String> header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
