package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random requests to all of OpenRegister's paths: whatever comes is answered, as JSON and without a fault of the server, and
 * what another user keeps to himself is in no answer. {@code -Dlockstep.seed=<number>} repeats a run.
 */
class OpenRegisterFuzzIT {
    private static final int PORT = Stack.shared().httpPort();
    private static final int REQUESTS = 600;
    private static final String SECRET = "nobody-else-may-see-this";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PURGE");
    private static final List<String> PATHS = List.of(
            "/objects/{a}/{b}",
            "/objects/{a}/{b}/{c}",
            "/objects/{a}/{b}/{c}/lock",
            "/objects/{a}/{b}/{c}/unlock",
            "/objects/{a}/{b}/{c}/revert",
            "/objects/{a}/{b}/{c}/audit-trails",
            "/bulk/{a}/{b}/save",
            "/bulk/{a}/{b}/delete",
            "/audit-trails",
            "/audit-trails/{c}",
            "/schemas",
            "/schemas/{b}",
            "/registers",
            "/registers/{a}",
            "/realtime/events",
            "/realtime/cursor",
            "/{c}");
    private static final List<String> TYPES = List.of(
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "application/xml",
            "");

    private final long seed = Long.getLong("lockstep.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void whatever_comes_is_answered_without_a_fault_and_without_a_leak() throws Exception {
        // Given
        var register = "fuzz" + Long.toUnsignedString(seed, 36);
        var secret = "openregister:" + register + ":secret";
        var admin = new Rest(PORT, "admin");
        admin.send("PUT", "/api/v1/spaces/" + secret, members("user:alice"));
        admin.send("PUT", "/api/v1/spaces/openregister:" + register + ":open", members("user:bob"));
        new Rest(PORT, "alice")
                .send(
                        "POST",
                        "/apps/openregister/api/objects/" + register + "/secret",
                        new JsonObject().put("title", SECRET));
        for (int i = 0; i < REQUESTS; i++) {
            // When
            var request = request(register);
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            // Then
            assertThat(answer.statusCode())
                    .as("seed %d: %s: %s", seed, request, answer.body())
                    .isBetween(200, 499);
            assertThat(answer.body()).as("seed %d: %s", seed, request).doesNotContain(SECRET);
            if (!answer.body().isEmpty()) {
                assertThat(answer.body()).as("seed %d: %s", seed, request).startsWith("{");
            }
        }
    }

    private static JsonObject members(String principal) {
        return new JsonObject().put("members", new JsonObject().put(principal, "editor"));
    }

    private HttpRequest request(String register) {
        var path = one(PATHS)
                .replace("{a}", one(List.of(register, register, "1", encoded())))
                .replace("{b}", one(List.of("open", "open", "secret", "0", "2147483648", encoded())))
                .replace("{c}", one(List.of("1", "5f1c7a52-0d53-4c0e-9a51-3f8f0a6d1b01", "l1.a:b", encoded())));
        var basic = Base64.getEncoder().encodeToString("bob:bob".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + one(List.of("", "/index.php"))
                        + "/apps/openregister/api" + path + query()))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + basic)
                .method(one(METHODS), BodyPublishers.ofString(body()));
        var type = one(TYPES);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (random.nextInt(4) == 0) {
            request.header(one(List.of("If-Match", "If-None-Match")), one(List.of("*", "\"1.0.0\"", "x", "\"", "W/")));
        }
        return request.build();
    }

    private String query() {
        var names = List.of(
                "_limit",
                "_page",
                "_offset",
                "_order",
                "_order[title]",
                "_search",
                "_fields",
                "_facets",
                "_empty",
                "_method",
                "title",
                "title[gt]",
                "title[]",
                "since",
                "limit",
                "register",
                "schema",
                "eventType",
                "duration",
                "[",
                "a[b][c]");
        var query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(URLEncoder.encode(one(names), StandardCharsets.UTF_8))
                    .append('=')
                    .append(one(List.of(
                            "1", "-1", "99999999999999999999", "true", "DESC", "%7B", "%5B%5D", "DELETE", encoded())));
        }
        return query.toString();
    }

    private String body() {
        var json = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
            json.put(
                    one(List.of(
                            "title",
                            "duration",
                            "process",
                            "objects",
                            "uuids",
                            "version",
                            "datetime",
                            "auditTrailId",
                            "@self",
                            "id",
                            "_x",
                            "")),
                    value(3));
        }
        var text = one(List.of(
                json.encode(), json.encode(), "[" + json.encode() + "]", "", "null", "1e999", "title=a&b[]=c", "--b"));
        return random.nextInt(8) == 0 ? text.substring(0, text.length() / 2) : text;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble() * 1e300;
            case 2 -> random.nextBoolean();
            case 3 -> "1.0." + random.nextInt(3);
            case 4 -> "x".repeat(random.nextInt(400));
            case 5 -> "a\u0000\ud83d\ude00é\"\\";
            case 6 -> new JsonObject().put("version", value(depth - 1)).put("id", value(depth - 1));
            case 7 -> new JsonArray().add(value(depth - 1)).add(new JsonObject().put("title", value(depth - 1)));
            default -> new JsonArray();
        };
    }

    private String encoded() {
        return one(
                List.of("%20", "%00", "%2F", "%F0%9F%98%80", "%FF", "..%2F", "x".repeat(300), "a%25b", "%7F", "%5B"));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
