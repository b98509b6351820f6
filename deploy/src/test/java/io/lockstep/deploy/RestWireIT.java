package io.lockstep.deploy;

import static io.lockstep.deploy.RestCalls.API;
import static io.lockstep.deploy.RestCalls.ORIGIN;
import static io.lockstep.deploy.RestCalls.as;
import static io.lockstep.deploy.RestCalls.assertProblem;
import static io.lockstep.deploy.RestCalls.done;
import static io.lockstep.deploy.RestCalls.header;
import static io.lockstep.deploy.RestCalls.json;
import static io.lockstep.deploy.RestCalls.with;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST interface on the whole stack does what {@code docs/rest.md} promises. */
class RestWireIT {
    private static final String SPACE = "/spaces/test:rest-" + System.nanoTime();
    private static final String FIELDS = "{\"fields\":{\"title\":\"Plan\"}}";
    private static final String ALICE = "{\"user\":\"alice\",\"password\":\"alice\"}";

    @BeforeAll
    static void makeSpace() throws Exception {
        done(
                "admin",
                "PUT",
                SPACE,
                "{\"members\":{\"user:alice\":\"editor\",\"user:bob\":\"editor\",\"user:carol\":\"viewer\"}}");
    }

    @TestFactory
    Stream<DynamicTest> documented_examples_answer_as_documented() throws Exception {
        var token = json(as("alice", "POST", "/token", "")).getString("token");
        var variables = new HashMap<>(Map.of("API", API, "JSON", "Content-Type: application/json", "TOKEN", token));
        return RestExample.read(Path.of("..", "docs", "rest.md")).stream()
                .map(example -> dynamicTest(example.command(), () -> {
                    var answer = RestCalls.send(example.request(variables));
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(example.status());
                    if (example.answer().isPresent()) {
                        assertThat(RestExample.shape(json(answer)))
                                .isEqualTo(RestExample.shape(example.answer().get()));
                    }
                    if (answer.statusCode() == 200 && json(answer).getString("cursor") != null) {
                        variables.put("CURSOR", json(answer).getString("cursor"));
                    }
                }));
    }

    @Test
    void conditions_decide_over_a_write() throws Exception {
        var path = SPACE + "/documents/conditional";
        var created = as("alice", "PUT", path, FIELDS, "If-None-Match", "*");
        var etag = header(created, "ETag").orElseThrow();

        assertThat(json(created).getString("verb")).isEqualTo("created");
        assertThat(etag).isEqualTo("\"" + json(created).getString("etag") + "\"");
        var again = as("alice", "PUT", path, FIELDS, "If-None-Match", "*");
        assertProblem(again, 412, "REVISION_CONFLICT");
        assertThat(json(again).getString("etag")).isEqualTo(json(created).getString("etag"));
        assertProblem(as("alice", "PATCH", path, FIELDS, "If-Match", "\"other\""), 412, "REVISION_CONFLICT");
        assertProblem(as("alice", "DELETE", path, "", "If-Match", "\"other\""), 412, "REVISION_CONFLICT");
        assertProblem(as("alice", "PUT", SPACE + "/documents/none", FIELDS, "If-Match", "*"), 412, "REVISION_CONFLICT");
        assertProblem(as("alice", "PATCH", path, FIELDS, "If-Match", "W/" + etag), 400, "BAD_REQUEST");
        assertProblem(as("alice", "PATCH", path, FIELDS, "If-Match", etag + ", \"x\""), 400, "BAD_REQUEST");
        assertProblem(as("alice", "PUT", path, FIELDS, "If-None-Match", etag), 400, "BAD_REQUEST");
        var unchanged = as("alice", "PATCH", path, FIELDS, "If-Match", etag.replace("\"", ""));
        assertThat(json(unchanged).getBoolean("changed")).isFalse();
        assertThat(as("alice", "DELETE", path, "", "If-Match", etag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void patch_merges_and_put_replaces() throws Exception {
        var path = SPACE + "/documents/merged";
        var created = as("alice", "PUT", path, "{\"fields\":{\"a\":1,\"b\":2}}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Location")).contains("/api/v1" + path);
        done("bob", "PATCH", path, "{\"fields\":{\"b\":null,\"c\":{\"d\":[1,null]}}}");
        assertThat(json(as("carol", "GET", path, "")).getJsonObject("fields"))
                .isEqualTo(new JsonObject("{\"a\":1,\"c\":{\"d\":[1,null]}}"));
        done("alice", "PUT", path, "{\"fields\":{\"e\":true}}");
        assertThat(json(as("carol", "GET", path, "")).getJsonObject("fields"))
                .isEqualTo(new JsonObject("{\"e\":true}"));
    }

    @Test
    void known_document_is_not_sent_again() throws Exception {
        done("alice", "PUT", SPACE + "/documents/1", FIELDS);
        var document = as("carol", "GET", SPACE + "/documents/1", "");
        var etag = header(document, "ETag").orElseThrow();

        var answer = as("carol", "GET", SPACE + "/documents/1", "", "If-None-Match", "\"x\", W/" + etag);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "ETag")).contains(etag);
        assertThat(header(answer, "Cache-Control")).contains("private, no-cache");
        assertThat(header(document, "Cache-Control")).contains("private, no-cache");
    }

    @Test
    void created_document_is_found_where_it_is_said_to_be() throws Exception {
        var operation = "{\"fields\":{\"a\":1},\"operation\":\"only-once\"}";
        var created = as("alice", "POST", SPACE + "/documents", operation);
        var location = header(created, "Location").orElseThrow();

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(as("carol", "GET", location.replace("/api/v1", ""), "").statusCode())
                .isEqualTo(200);
        assertThat(json(as("alice", "POST", SPACE + "/documents", operation))).isEqualTo(json(created));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "%25", "%2541", "j%C3%B6rg%20%3F%23", "a+b", "*", "%F0%9F%98%80", "a%5Cb"})
    void id_of_any_characters_is_one_segment(String segment) throws Exception {
        var id = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);

        var written = as("alice", "PUT", SPACE + "/documents/" + segment, FIELDS);

        assertThat(json(written).getString("document")).isEqualTo(id);
        assertThat(json(as("carol", "GET", SPACE + "/documents/" + segment, "")).getString("document"))
                .isEqualTo(id);
        var lock = json(as("alice", "PUT", SPACE + "/documents/" + segment + "/locks/" + segment, ""));
        assertThat(lock.getString("field")).isEqualTo(id);
        assertThat(as("alice", "DELETE", SPACE + "/documents/" + segment + "/locks/" + segment, "")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void space_whose_id_has_escapes_is_encoded_once_more() throws Exception {
        assertThat(as("admin", "PUT", "/spaces/notes:j%25C3%25B6rg", "{}").statusCode())
                .isEqualTo(200);
        var created = as("admin", "POST", "/spaces/notes:j%25C3%25B6rg/documents", FIELDS);

        assertThat(json(created).getString("space")).isEqualTo("notes:j%C3%B6rg");
        assertThat(header(created, "Location").orElseThrow())
                .startsWith("/api/v1/spaces/notes:j%25C3%25B6rg/documents/");
        assertProblem(as("admin", "GET", "/spaces/notes:j%C3%B6rg", ""), 400, "BAD_REQUEST");
    }

    @Test
    void cursor_of_another_life_of_the_feed_is_gone() throws Exception {
        var cursor = Cursor.parse(json(as("carol", "GET", SPACE, "")).getString("cursor"));
        var other = new Cursor(cursor.epoch() + 1, cursor.seq());

        var answer = as("carol", "GET", SPACE + "/changes?since=" + other.encode(), "");

        assertProblem(answer, 410, "CURSOR_GONE");
        assertThat(json(answer).getString("cursor")).isNotEmpty();
    }

    @Test
    void changes_go_on_where_the_cursor_stands() throws Exception {
        var cursor = json(as("carol", "GET", SPACE, "")).getString("cursor");
        done("alice", "PUT", SPACE + "/documents/feed", "{\"fields\":{\"n\":1}}");
        done("alice", "PATCH", SPACE + "/documents/feed", "{\"fields\":{\"n\":null}}");
        done("alice", "DELETE", SPACE + "/documents/feed", "");

        var first = json(as("carol", "GET", SPACE + "/changes?limit=1&since=" + cursor, ""));
        var rest = json(as("carol", "GET", SPACE + "/changes?since=" + first.getString("cursor"), ""));

        assertThat(first.getLong("pending")).isEqualTo(2);
        assertThat(first.getJsonArray("changes").getJsonObject(0).containsKey("accessVersion"))
                .isFalse();
        assertThat(rest.getLong("pending")).isZero();
        assertThat(rest.getJsonArray("changes").stream().map(change -> ((JsonObject) change).getString("verb")))
                .containsExactly("updated", "deleted");
        assertThat(rest.getJsonArray("changes").getJsonObject(0).getJsonObject("patch"))
                .isEqualTo(new JsonObject().putNull("n"));
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat() throws Exception {
        for (int i = 0; i < 5; i++) {
            done("alice", "PUT", SPACE + "/documents/page" + i, FIELDS);
        }
        var ids = new ArrayList<String>();
        var next = "";
        while (next != null) {
            var page = json(as("carol", "GET", SPACE + "/documents?limit=2" + next, ""));
            page.getJsonArray("documents").forEach(one -> ids.add(((JsonObject) one).getString("document")));
            next = page.containsKey("next")
                    ? "&after=" + URLEncoder.encode(page.getString("next"), StandardCharsets.UTF_8)
                    : null;
        }
        assertThat(ids).contains("page0", "page1", "page2", "page3", "page4").doesNotHaveDuplicates();
    }

    @Test
    void lock_of_somebody_else_stands_in_the_way_and_is_named() throws Exception {
        var document = SPACE + "/documents/locked";
        done("alice", "PUT", document, "{\"fields\":{\"a\":1,\"b\":1}}");
        var taken = as("alice", "PUT", document + "/locks/a", "");
        assertThat(taken.statusCode()).isEqualTo(200);

        for (var refused : List.of(
                as("bob", "PUT", document + "/locks/a", ""),
                as("bob", "PUT", document + "/locks/*", ""),
                as("bob", "DELETE", document + "/locks/a", ""),
                as("bob", "PATCH", document, "{\"fields\":{\"a\":2}}"),
                as("bob", "PUT", document, "{\"fields\":{\"b\":2}}"),
                as("bob", "DELETE", document, ""))) {
            assertProblem(refused, 423, "LOCKED");
            var lock = json(refused).getJsonObject("lock");
            assertThat(lock.getString("owner")).isEqualTo("alice");
            assertThat(lock.getString("displayName")).isEqualTo("Alice Meyer");
            assertThat(lock.getString("field")).isEqualTo("a");
        }
        assertThat(as("bob", "PATCH", document, "{\"fields\":{\"b\":2}}").statusCode())
                .isEqualTo(200);
        var renewed = json(as("alice", "PUT", document + "/locks/a", "{\"ttlMillis\":60000}"));
        assertThat(renewed.getBoolean("acquired")).isFalse();
        assertThat(renewed.getLong("fence")).isEqualTo(json(taken).getLong("fence"));
        assertThat(as("alice", "DELETE", document + "/locks/a", "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void write_whose_lock_has_passed_on_is_refused() throws Exception {
        var document = SPACE + "/documents/fenced";
        done("alice", "PUT", document, "{\"fields\":{\"a\":1}}");
        var old = json(as("alice", "PUT", document + "/locks/a", "")).getLong("fence");
        done("alice", "DELETE", document + "/locks/a", "");
        var fence = json(as("bob", "PUT", document + "/locks/a", "")).getLong("fence");
        assertThat(as("bob", "PATCH", document, "{\"fields\":{\"a\":2},\"fence\":" + fence + "}")
                        .statusCode())
                .isEqualTo(200);
        done("bob", "DELETE", document + "/locks/a", "");

        var late = as("alice", "PATCH", document, "{\"fields\":{\"a\":3},\"fence\":" + old + "}");

        assertProblem(late, 423, "LOCKED");
        assertProblem(as("alice", "DELETE", document, "{\"fence\":" + old + "}"), 423, "LOCKED");
    }

    @Test
    void of_fifty_users_who_want_a_cell_at_once_one_gets_it() throws Exception {
        // Given
        var tokens = fiftyTokens();
        // When
        var answers = tokens.stream()
                .map(token -> RestCalls.http()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create(API + SPACE + "/documents/raced/locks/cell"))
                                        .header("Authorization", "Bearer " + token)
                                        .PUT(BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString()))
                .toList();
        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])).get(30, SECONDS);
        // Then
        var winners = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 200)
                .toList();
        assertThat(winners).hasSize(1);
        var owner = json(winners.get(0)).getString("owner");
        assertThat(answers.stream().map(CompletableFuture::join).filter(answer -> answer.statusCode() == 423))
                .hasSize(49)
                .allMatch(answer ->
                        json(answer).getJsonObject("lock").getString("owner").equals(owner));
    }

    private static List<String> fiftyTokens() throws Exception {
        var metadata = new Metadata(new Bus(RestCalls.SERVER.vertx()));
        var tokens = new ArrayList<String>();
        done("admin", "PUT", SPACE + "/members/group:racers", "{\"role\":\"editor\"}");
        for (var user : IntStream.range(0, 50).mapToObj(n -> "racer" + n).toList()) {
            var account = new PutAccount(Actor.SYSTEM, user, user, null, List.of("racers"), null, null);
            assertThat(metadata.putAccount(account).await(10, SECONDS).user()).isEqualTo(user);
            tokens.add(done(user, "POST", "/token", "").getString("token"));
        }
        return tokens;
    }

    @Test
    void token_signs_in_as_its_user_and_makes_no_new_token() throws Exception {
        var issued = as("alice", "POST", "/token", "");
        assertThat(header(issued, "Cache-Control")).contains("no-store");
        assertThat(json(issued).getLong("expiresInSeconds")).isPositive();

        var bearer = "Bearer " + json(issued).getString("token");
        var me = with("GET", "/me", "", "Authorization", bearer);

        assertThat(json(me)).isEqualTo(done("alice", "GET", "/me", ""));
        assertProblem(with("POST", "/token", "", "Authorization", bearer), 401, "UNAUTHENTICATED");
    }

    @Test
    void cookie_signs_in_for_pages_of_the_own_origin_only() throws Exception {
        var setCookie = header(with("POST", "/login", ALICE), "Set-Cookie").orElseThrow();
        assertThat(setCookie)
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Lax", "; Path=/")
                .doesNotContain("Secure");
        var cookie = setCookie.substring(0, setCookie.indexOf(';'));

        assertThat(json(with("GET", "/me", "", "Cookie", cookie)).getString("user"))
                .isEqualTo("alice");
        assertThat(with("POST", SPACE + "/documents", FIELDS, "Cookie", cookie, "Origin", ORIGIN)
                        .statusCode())
                .isEqualTo(201);
        for (var path : List.of(SPACE + "/documents", "/logout")) {
            assertProblem(with("POST", path, FIELDS, "Cookie", cookie), 403, "FORBIDDEN");
            var foreign = with("POST", path, FIELDS, "Cookie", cookie, "Origin", "http://evil.example");
            assertProblem(foreign, 403, "FORBIDDEN");
        }
        assertProblem(with("POST", "/token", "", "Cookie", cookie, "Origin", ORIGIN), 401, "UNAUTHENTICATED");
        var logout = with("POST", "/logout", "", "Cookie", cookie, "Origin", ORIGIN);
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(header(logout, "Set-Cookie").orElseThrow()).contains("; Max-Age=0", "; Path=/");
    }

    @Test
    void forwarded_headers_of_who_is_no_trusted_proxy_mean_nothing() throws Exception {
        var login = with("POST", "/login", ALICE, "X-Forwarded-Proto", "https");
        var cookie = header(login, "Set-Cookie").orElseThrow();
        var foreign = with(
                "POST",
                SPACE + "/documents",
                FIELDS,
                "Cookie",
                cookie.split(";", 2)[0],
                "Origin",
                "https://evil.example",
                "X-Forwarded-Host",
                "evil.example");

        assertThat(cookie).doesNotContain("; Secure");
        assertProblem(foreign, 403, "FORBIDDEN");
    }
}
