package io.lockstep.deploy.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.Failures;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.json.DecodeException;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The running server over REST, as a command speaks to it. Waits; for the thread of the command. */
public final class Server {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final int UNAUTHENTICATED = 401;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI url;
    private final String token;

    public Server(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** Where the server is: as an option says, else as the environment, else as its own settings. */
    public static URI url(Optional<String> option, LockstepConfig config, Terminal terminal) {
        return option.or(() -> Optional.ofNullable(terminal.environment().get("LOCKSTEP_URL")))
                .filter(url -> !url.isEmpty())
                .map(url -> parsed(url, "--server"))
                .orElseGet(() -> ofSettings(config));
    }

    /** A URL without a slash at its end. */
    public static URI parsed(String url, String option) {
        try {
            var uri = URI.create(url.replaceAll("/+$", ""));
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            throw noUrl(url, option);
        }
        throw noUrl(url, option);
    }

    private static CommandFailure noUrl(String url, String option) {
        return new CommandFailure(option + " must be a URL like http://127.0.0.1:8080, not '" + url + "'");
    }

    private static URI ofSettings(LockstepConfig config) {
        var host = config.http().host();
        if (config.http().port() == 0) {
            throw new CommandFailure("the server takes any free port: give its address by --server or LOCKSTEP_URL");
        }
        var reached = ANY_ADDRESS.contains(host) ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + reached + ":" + config.http().port());
    }

    /** A name as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonObject get(String path) throws InterruptedException {
        return checked(send("GET", path, null));
    }

    /** Fails with a {@link CommandFailure} that tells what the server said, when it refuses. */
    @CanIgnoreReturnValue
    public JsonObject ask(String method, String path, JsonObject body) throws InterruptedException {
        return checked(send(method, path, body));
    }

    @CanIgnoreReturnValue
    public JsonObject delete(String path) throws InterruptedException {
        return checked(send("DELETE", path, null));
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonObject body)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new CommandFailure("the server at " + url + " does not answer (" + Failures.rootMessage(unreachable)
                    + "): start it, or give its address by --server or LOCKSTEP_URL");
        }
    }

    private JsonObject checked(HttpResponse<String> answer) {
        if (answer.statusCode() == UNAUTHENTICATED) {
            throw new CommandFailure(
                    "the server at " + url + " does not know the secret that this command has: run it with"
                            + " the server's settings (LOCKSTEP_JWT_SECRET or LOCKSTEP_DATA_DIR)");
        }
        if (answer.statusCode() >= 300) {
            throw new CommandFailure(detail(answer));
        }
        return answer.body().isEmpty() ? new JsonObject() : json(answer).orElseGet(JsonObject::new);
    }

    private static String detail(HttpResponse<String> answer) {
        return json(answer)
                .map(problem -> problem.getString("detail"))
                .orElse("the server answered " + answer.statusCode() + ": " + answer.body());
    }

    private static Optional<JsonObject> json(HttpResponse<String> answer) {
        try {
            return Optional.of(new JsonObject(answer.body()));
        } catch (DecodeException | ClassCastException other) {
            return Optional.empty();
        }
    }
}
