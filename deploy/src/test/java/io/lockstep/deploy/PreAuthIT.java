package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens for one login, and what clients ask before they get one. */
class PreAuthIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Lockstep STACK = Stack.shared();
    private static final String PRE_AUTH = "/index.php/apps/notify_push/pre_auth";

    private static HttpResponse<String> call(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + STACK.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return HTTP.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
    }

    private static String token(String user) throws Exception {
        var answer = call("POST", PRE_AUTH, "Authorization", basic(user));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @ParameterizedTest
    @ValueSource(strings = {PRE_AUTH, "/apps/notify_push/pre_auth"})
    void token_signs_its_user_in_once_whatever_name_is_said(String path) throws Exception {
        // Given
        var token = call("POST", path, "Authorization", basic("alice")).body();
        assertThat(token).matches("[A-Za-z][A-Za-z0-9]{31}");

        // When
        try (var client = new Client("/push/ws").say("nobody", token)) {
            assertThat(client.next()).isEqualTo("authenticated");
        }

        // Then
        try (var again = new Client("/push/ws").say("", token)) {
            assertThat(again.next()).isEqualTo("err: Invalid credentials");
        }
    }

    @Test
    void signed_in_by_a_token_a_user_hears_of_the_spaces_of_his_account() throws Exception {
        // Given
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor"));
        try (var client = new Client("/push/ws").say("", token("alice"))) {
            assertThat(client.next()).isEqualTo("authenticated");

            // When
            var written = new Rest(STACK.httpPort(), "alice")
                    .send(
                            "POST",
                            "/api/groupfolders/" + folder + "/files/1/metadata",
                            new JsonObject().put("metadata", new JsonObject().put("doc_title", "Plan")));
            assertThat(written.statusCode()).isEqualTo(200);

            // Then
            client.until(text -> text.startsWith("metavox_metadata_changed") && text.contains(String.valueOf(folder)));
        }
    }

    @Test
    void token_is_worthless_after_fifteen_seconds() throws Exception {
        // Given
        var token = token("alice");

        // When
        STACK.vertx().timer(15_200, MILLISECONDS).await(20, SECONDS);

        // Then
        try (var late = new Client("/push/ws").say("", token)) {
            assertThat(late.next()).isEqualTo("err: Invalid credentials");
        }
    }

    @Test
    void token_is_nowhere_in_redis() throws Exception {
        // Given
        var token = token("alice");
        var redis = Redis.createClient(STACK.vertx(), STACK.redisUri().orElseThrow());

        // When
        var keys = redis.send(Request.cmd(Command.KEYS).arg("lockstep:preauth:*"))
                .await(10, SECONDS)
                .toString();
        redis.close().await(10, SECONDS);

        // Then
        assertThat(keys).contains("lockstep:preauth:").doesNotContain(token);
    }

    @Test
    void token_is_for_who_is_signed_in_only() throws Exception {
        assertThat(call("POST", PRE_AUTH).statusCode()).isEqualTo(401);
        assertThat(call("POST", PRE_AUTH, "Authorization", "Basic ???").statusCode())
                .isEqualTo(401);
        assertThat(call("POST", PRE_AUTH, "Cookie", "lockstep_session=abc", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", PRE_AUTH, "Authorization", basic("alice")).statusCode())
                .isEqualTo(405);
    }

    @Test
    void uid_is_told_to_who_shows_his_password() throws Exception {
        var alice = call("GET", "/index.php/apps/notify_push/uid", "Authorization", basic("alice"));
        assertThat(alice.statusCode() + " " + alice.body()).isEqualTo("200 alice");
        assertThat(call("GET", "/apps/notify_push/uid").statusCode()).isEqualTo(401);
    }

    @Test
    void capability_names_the_places_under_which_the_client_has_reached_us_whatever_it_says_itself() throws Exception {
        var path = "/ocs/v2.php/cloud/capabilities?format=json";
        var direct = new JsonObject(call("GET", path).body());
        var forged = new JsonObject(call("GET", path, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example")
                .body());
        var host = "127.0.0.1:" + STACK.httpPort();

        assertThat(endpoint(direct, "websocket")).isEqualTo("ws://" + host + "/push/ws");
        assertThat(endpoint(direct, "pre_auth")).isEqualTo("http://" + host + PRE_AUTH);
        assertThat(endpoint(forged, "websocket")).isEqualTo("ws://" + host + "/push/ws");
        assertThat(new JsonObject(call("GET", "/csrftoken").body()).getString("token"))
                .hasSize(32);
    }

    private static String endpoint(JsonObject answer, String name) {
        return answer.getJsonObject("ocs")
                .getJsonObject("data")
                .getJsonObject("capabilities")
                .getJsonObject("notify_push")
                .getJsonObject("endpoints")
                .getString(name);
    }
}
