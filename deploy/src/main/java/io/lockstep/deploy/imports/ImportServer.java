package io.lockstep.deploy.imports;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The running server, over REST. What it cannot do at the moment is asked again for a while, which is safe: writes have
 * names. Waits; for the thread of the command.
 */
final class ImportServer {
    private static final int OK = 200;
    private static final int UNAUTHENTICATED = 401;
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);
    private static final Set<String> AWAY = Set.of("UNAVAILABLE", "RATE_LIMITED");
    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 5_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ImportOptions options;
    private @Nullable String token;

    ImportServer(ImportOptions options) {
        this.options = options;
        this.token = options.token();
    }

    /** The space, with the definitions of its fields. */
    JsonObject space() throws InterruptedException {
        var answer = send("GET", "", null);
        if (answer.statusCode() == NOT_FOUND) {
            throw new ImportFailure(
                    "there is no space '" + options.space() + "', or you may not see it: make it first, by PUT "
                            + options.server() + "/api/v1/spaces/" + options.space());
        }
        return checked(answer);
    }

    /** The answers to the writes, in their order; none of them is that the server cannot do it at the moment. */
    JsonArray write(JsonArray writes) throws InterruptedException {
        var body = new JsonObject().put("writes", writes).put("quiet", true);
        var pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            var results = checked(send("POST", "/batch", body)).getJsonArray("results");
            var away = results.stream()
                    .map(result -> ((JsonObject) result).getJsonObject("failure"))
                    .filter(failure -> failure != null && AWAY.contains(failure.getString("code")))
                    .findFirst();
            if (away.isEmpty()) {
                return results;
            }
            if (attempt == ATTEMPTS) {
                throw new ImportFailure("the server cannot write at the moment ("
                        + away.get().getString("message") + "): run the import again later, and it goes on");
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
        }
    }

    /** Lets those who look at the space know. */
    void flush() throws InterruptedException {
        checked(send("POST", "/flush", new JsonObject()));
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonObject body)
            throws InterruptedException {
        var answer = ask(() -> {
            var request = request("/api/v1/spaces/" + segment(options.space()) + path)
                    .header("Authorization", "Bearer " + token())
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
            return body == null ? request : request.header("Content-Type", "application/json");
        });
        if (answer.statusCode() == UNAUTHENTICATED && options.token() == null && token != null) {
            // It has run out: a long import outlives a token.
            token = null;
            return send(method, path, body);
        }
        return answer;
    }

    private String token() throws InterruptedException {
        if (token == null) {
            token = signedIn();
        }
        return token;
    }

    private String signedIn() throws InterruptedException {
        if (options.user() == null || options.password() == null) {
            throw new ImportFailure("who are you? Give --user NAME and the password in LOCKSTEP_PASSWORD, or a token in"
                    + " LOCKSTEP_TOKEN");
        }
        var secret = (options.user() + ":" + options.password()).getBytes(StandardCharsets.UTF_8);
        var answer = ask(() -> request("/api/v1/token")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret))
                .POST(BodyPublishers.noBody()));
        if (answer.statusCode() == UNAUTHENTICATED) {
            throw new ImportFailure("the server does not know user '" + options.user() + "' with this password");
        }
        return checked(answer).getString("token");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(options.server() + path)).timeout(Duration.ofSeconds(40));
    }

    private interface Request {
        HttpRequest.Builder build() throws InterruptedException;
    }

    private HttpResponse<String> ask(Request request) throws InterruptedException {
        var pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try {
                var answer = http.send(request.build().build(), BodyHandlers.ofString());
                if (!LATER.contains(answer.statusCode()) || attempt == ATTEMPTS) {
                    return answer;
                }
            } catch (IOException unreachable) {
                if (attempt == ATTEMPTS) {
                    throw new ImportFailure("the server at " + options.server() + " does not answer (" + unreachable
                            + "): start it, or give its address by --server");
                }
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
        }
    }

    @CanIgnoreReturnValue
    private static JsonObject checked(HttpResponse<String> answer) {
        if (answer.statusCode() == OK) {
            return new JsonObject(answer.body());
        }
        throw new ImportFailure("the server refused " + answer.request().uri().getPath() + " with "
                + answer.statusCode() + ": " + detail(answer.body()));
    }

    private static String detail(String body) {
        try {
            return new JsonObject(body).getString("detail", body);
        } catch (DecodeException | ClassCastException plain) {
            return body;
        }
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
