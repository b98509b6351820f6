package io.lockstep.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * A Nextcloud that is asked who its users are. Shared by all event loops of the node.
 *
 * <p>What fails but for wrong credentials is UNAVAILABLE with a {@link #reason} in the words in which the push daemon of
 * Nextcloud tells it.
 */
public final class Nextcloud {
    /** Shorter than the 15 s in which a push client must be signed in. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_USER_BYTES = 255;
    private static final String REASON = "nextcloud";

    private final WebClient client;
    private final String url;

    /**
     * Which Nextcloud, and how it is asked.
     *
     * @param url of its start page
     * @param userAgent by which it knows who asks; empty for none
     * @param allowSelfSigned whether any certificate is good
     */
    public record Settings(String url, Optional<String> userAgent, boolean allowSelfSigned) {
        public Settings {
            if (!url.matches("https?://.+")) {
                throw new IllegalArgumentException("the URL of a Nextcloud starts with http:// or https://");
            }
        }
    }

    public Nextcloud(Vertx vertx, Settings settings) {
        this.url = settings.url().endsWith("/") ? settings.url() : settings.url() + "/";
        var options = new WebClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setFollowRedirects(false)
                .setTrustAll(settings.allowSelfSigned())
                .setVerifyHost(!settings.allowSelfSigned())
                .setUserAgentEnabled(settings.userAgent().isPresent());
        settings.userAgent().ifPresent(options::setUserAgent);
        this.client = WebClient.create(vertx, options);
    }

    /**
     * The user's own name for who knows this name and password: he may have signed in by another, e.g. his mail address.
     * Fails with UNAUTHENTICATED when they are wrong.
     *
     * @param path relative to the start page
     * @param forwardedFor the addresses through which the client came, so that the Nextcloud counts his failures and not ours
     */
    public Future<String> user(String path, Credentials.Password password, String forwardedFor) {
        var basic = (password.user() + ":" + password.password()).getBytes(UTF_8);
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("Authorization", "Basic " + Base64.getEncoder().encodeToString(basic))
                .add("x-forwarded-for", forwardedFor);
        return send(request(path, headers)).compose(Nextcloud::userOf);
    }

    private static Future<String> userOf(String body) {
        return body.isEmpty() || body.length() > MAX_USER_BYTES || body.chars().anyMatch(Character::isISOControl)
                ? Future.failedFuture(away("Unexpected answer"))
                : Future.succeededFuture(body);
    }

    /** The text that stands at a path. */
    public Future<String> text(String path, MultiMap headers) {
        return send(request(path, headers));
    }

    private HttpRequest<Buffer> request(String path, MultiMap headers) {
        return client.getAbs(url + path).timeout(TIMEOUT.toMillis()).putHeaders(headers);
    }

    private static Future<String> send(HttpRequest<Buffer> request) {
        return request.send()
                .recover(failure -> Future.failedFuture(
                        away("Error while connecting to nextcloud: " + String.valueOf(failure.getMessage()))))
                .compose(Nextcloud::answer);
    }

    private static Future<String> answer(HttpResponse<Buffer> response) {
        var status = response.statusCode();
        if (status == 200) {
            var body = response.bodyAsString();
            return Future.succeededFuture(body == null ? "" : body);
        }
        if (status == 401) {
            return Future.failedFuture(new ServiceException(FailureCode.UNAUTHENTICATED, "wrong user or password"));
        }
        var kind = status >= 500 ? "Server error: " : status >= 400 ? "Client error: " : "Unexpected status code: ";
        return Future.failedFuture(away((kind + status + " " + response.statusMessage()).strip()));
    }

    private static ServiceException away(String reason) {
        return new ServiceException(
                FailureCode.UNAVAILABLE, "the Nextcloud cannot be asked now", new JsonObject().put(REASON, reason));
    }

    /** Why it could not be asked; empty when something else failed. */
    public static Optional<String> reason(ServiceException failure) {
        return Optional.ofNullable(failure.details().getString(REASON));
    }

    public void close() {
        client.close();
    }
}
