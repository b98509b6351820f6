package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenRegister's routes and push words on the real stack, as its two generations of clients use them. */
class OpenRegisterWireIT {
    private static final int PORT = Stack.shared().httpPort();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ORIGIN = "http://127.0.0.1:" + PORT;
    private static final String API = "/apps/openregister/api";
    private static final String INDEX_API = "/index.php" + API;
    private static final String PLACE = "/objects/decidesk/meeting";
    private static final String COLLECTION = "or-collection-decidesk-meeting";
    private static final String COUNCIL = "5f1c7a52-0d53-4c0e-9a51-3f8f0a6d1b01";

    /** The numbers of the demo's register and schema. */
    private static final String NUMBERS = "/objects/" + number("decidesk") + "/" + number("meeting");

    private record Reply(int status, String body, HttpResponse<String> response) {
        JsonObject json() {
            return new JsonObject(body);
        }

        JsonObject self() {
            return json().getJsonObject("@self");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static String number(String slug) {
        var schemas = json(send("alice", "GET", API + "/schemas/meeting", ""));
        return String.valueOf(slug.equals("meeting") ? schemas.getInteger("id") : schemas.getInteger("register"));
    }

    private static JsonObject json(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
        return reply.json();
    }

    @CanIgnoreReturnValue
    private static Reply send(String user, String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            var basic = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + basic);
        }
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(method + " " + path, broken);
        }
    }

    @CanIgnoreReturnValue
    private static Reply as(String user, String method, String path, JsonObject body) {
        return send(user, method, API + path, body.encode());
    }

    private static Reply get(String user, String path) {
        return send(user, "GET", API + path, "");
    }

    /** A new meeting, by its path. */
    private static String meeting(String title) {
        var made = as("alice", "POST", PLACE, new JsonObject().put("title", title));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return PLACE + "/" + made.json().getString("id");
    }

    private static String uuid(String object) {
        return object.substring(object.lastIndexOf('/') + 1);
    }

    @CanIgnoreReturnValue
    private static Reply lock(String user, String object) {
        return as(user, "POST", object + "/lock", new JsonObject().put("duration", 1800));
    }

    private static JsonObject title(String title) {
        return new JsonObject().put("title", title);
    }

    private static String event(String object, String action, String version) {
        return "or-object-" + uuid(object) + " {\"action\":\"" + action
                + "\",\"register\":\"decidesk\",\"schema\":\"meeting\",\"uuid\":\"" + uuid(object) + "\",\"version\":"
                + version + "}";
    }

    private static String collectionEvent(String object, String action, String version) {
        return COLLECTION + event(object, action, version).substring(("or-object-" + uuid(object)).length());
    }

    private static Socket listening(String user, String name) throws InterruptedException {
        var socket = Socket.push(PORT, user);
        socket.send("listen " + name);
        socket.until(name::equals);
        return socket;
    }

    // Objects

    @Test
    void object_lives_through_create_read_patch_put_and_delete() {
        // When
        var made = as(
                "alice",
                "POST",
                PLACE,
                title("Life").put("seats", 3).put("id", "x").put("_a", 1));
        var path = PLACE + "/" + made.json().getString("id");
        var read = get("bob", path);
        var patched = as("bob", "PATCH", path, new JsonObject().put("seats", 4));
        var posted = as("bob", "POST", path, new JsonObject().put("location", "Hall"));
        var put = as("alice", "PUT", path, title("Life again").put("@self", new JsonObject().put("owner", "eve")));
        var unchanged = as("alice", "PUT", path, title("Life again"));
        var deleted = send("alice", "DELETE", API + path, "");

        // Then
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(API + path);
        assertThat(made.self().getString("version")).isEqualTo("1.0.0");
        assertThat(made.self().getString("owner")).isEqualTo("alice");
        assertThat(made.json().containsKey("_a")).isFalse();
        assertThat(made.json().containsKey("location")).isTrue();
        assertThat(made.self().containsKey("locked")).isTrue();
        assertThat(read.json().containsKey("location")).isFalse();
        assertThat(read.self().containsKey("locked")).isFalse();
        assertThat(read.self().getString("created")).matches("[0-9-]{10}T[0-9:]{8}\\+00:00");
        assertThat(patched.self().getString("version")).isEqualTo("1.0.1");
        assertThat(posted.json().getInteger("seats")).isEqualTo(4);
        assertThat(put.json().getValue("seats")).isNull();
        assertThat(put.self().getString("owner")).isEqualTo("alice");
        assertThat(put.self().getString("created")).isEqualTo(made.self().getString("created"));
        assertThat(unchanged.self().getString("version"))
                .isEqualTo(put.self().getString("version"))
                .isEqualTo("1.0.3");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(get("alice", path).status()).isEqualTo(404);
        assertThat(as("alice", "PUT", path, title("Back")).status()).isEqualTo(404);
    }

    @Test
    void both_prefixes_and_slugs_or_numbers_name_the_same_object() {
        var direct = send("carol", "GET", API + PLACE + "/" + COUNCIL, "");
        for (var base : List.of(API, INDEX_API)) {
            for (var place : List.of(PLACE, NUMBERS)) {
                assertThat(send("carol", "GET", base + place + "/" + COUNCIL, "")
                                .body())
                        .isEqualTo(direct.body());
            }
        }
        assertThat(direct.json().getString("title")).isEqualTo("Council, spring session");
    }

    @Test
    void list_is_filtered_searched_ordered_paged_and_counted() {
        var planned = get("carol", PLACE + "?status=planned&_order[date]=DESC&_fields=title&_limit=500");
        var titles = new ArrayList<String>();
        planned.json().getJsonArray("results").forEach(object -> titles.add(((JsonObject) object).getString("title")));
        assertThat(titles).startsWith("Hearing on the bridge", "Budget committee");
        assertThat(planned.json().getJsonArray("results").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("id", "title", "@self");

        var either = get("carol", PLACE + "?status[]=planned&status[]=held&seats[gte]=45&_limit=1&_page=2")
                .json();
        assertThat(either.getInteger("total")).isEqualTo(2);
        assertThat(either.getInteger("page")).isEqualTo(2);
        assertThat(either.getInteger("pages")).isEqualTo(2);
        assertThat(either.getJsonArray("results")).hasSize(1);

        var found = get("carol", PLACE + "?_search=LIBRARY&_facets=extend").json();
        assertThat(found.getInteger("total")).isEqualTo(1);
        assertThat(found.getJsonObject("facets").getJsonObject("status").getJsonArray("buckets"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("key", "planned").put("count", 1)));
    }

    @Test
    void every_field_that_does_not_fit_is_named() {
        var refused = as(
                "alice", "POST", PLACE, new JsonObject().put("status", "lost").put("date", "soon"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getString("message")).isEqualTo("Validation failed");
        var properties = new ArrayList<String>();
        refused.json()
                .getJsonArray("errors")
                .forEach(error -> properties.add(((JsonObject) error).getString("property")));
        assertThat(properties).containsExactly("title", "status", "date");
    }

    @Test
    void multipart_post_patches_with_the_types_of_the_schema() {
        var path = meeting("Form");
        var body = part("seats", "7") + part("location", "Hall") + "------b--\r\n";
        var patched = send("bob", "POST", API + path, body, "Content-Type", "multipart/form-data; boundary=----b");

        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        assertThat(patched.json().getValue("seats")).isEqualTo(7);
        assertThat(patched.json().getString("title")).isEqualTo("Form");
    }

    private static String part(String name, String value) {
        return "------b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void who_polls_is_told_304_until_something_changes() {
        var path = meeting("Poll");
        var etag = get("bob", path).header("ETag");
        assertThat(send("bob", "GET", API + path, "", "If-None-Match", etag).status())
                .isEqualTo(304);

        lock("alice", path);
        var locked = send("bob", "GET", API + path, "", "If-None-Match", etag);
        assertThat(locked.status()).isEqualTo(200);
        assertThat(locked.self().getJsonObject("locked").getString("user")).isEqualTo("alice");

        var list = get("bob", PLACE).header("ETag");
        assertThat(send("bob", "GET", API + PLACE, "", "If-None-Match", list).status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''    | GET    | /objects/decidesk/meeting | 401",
                "carol | POST   | /objects/decidesk/meeting | 403",
                "carol | GET    | /objects/decidesk/absent | 404",
                "carol | GET    | /objects/17/18 | 404",
                "carol | GET    | /objects/decidesk/meeting/absent | 404",
                "alice | POST   | /objects/decidesk/meeting/absent/lock | 404",
                "alice | DELETE | /objects/decidesk/meeting/absent/lock | 404",
                "alice | DELETE | /objects/decidesk/meeting/absent | 404",
                "alice | TRACE2 | /objects/decidesk/meeting | 405",
                "alice | PUT    | /objects/decidesk/meeting | 405",
                "carol | GET    | /schemas/absent | 404",
                "carol | GET    | /registers/absent | 404",
                "carol | GET    | /audit-trails/absent | 404",
                "carol | GET    | /nothing | 404",
                "carol | GET    | /objects/decidesk/meeting?_limit=many | 400",
                "carol | GET    | /objects/decidesk/meeting?_order=%7B | 400",
                "carol | GET    | /objects/decidesk/meeting?status[like]=x | 400",
                "carol | GET    | /realtime/events?since=%21 | 400",
                "carol | GET    | /realtime/events?limit=x | 400",
                "''    | GET    | /realtime/cursor | 401",
                "alice | POST   | /bulk/decidesk/meeting/save | 400",
                "alice | POST   | /bulk/decidesk/meeting/delete | 400",
            })
    void refusals_are_told_in_the_wires_own_shape(String user, String method, String path, int status) {
        var refused = send(user, method, API + path, "");

        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        assertThat(refused.json().getString("error")).isNotEmpty();
        assertThat(refused.json().getString("message")).isNotEmpty();
        if (status == 401) {
            assertThat(refused.json().getString("message")).isEqualTo("Current user is not logged in");
        }
    }

    // Locks

    @Test
    void upstreams_order_of_lock_put_and_unlock_works_and_the_put_released() {
        var path = meeting("Upstream");
        var locked = send("alice", "POST", API + path + "/lock", "");
        assertThat(locked.status()).as(locked.body()).isEqualTo(200);
        assertThat(locked.json().getValue("locked")).isEqualTo(true);
        assertThat(locked.json().containsKey("id")).isFalse();
        assertThat(locked.json().getJsonObject("lock").getLong("duration")).isEqualTo(1800);

        var put = as("alice", "PUT", path, title("Upstream 2"));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.self().containsKey("locked")).isTrue();
        assertThat(put.self().getValue("locked")).isNull();

        var released = send("alice", "POST", API + path + "/unlock", "");
        assertThat(released.status()).isEqualTo(404);
        assertThat(released.json().getString("error")).isEqualTo("not-locked");
        assertThat(released.json().getValue("locked")).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "POST", "DELETE", "revert", "bulk save", "bulk delete", "lock"})
    void every_write_of_somebody_elses_locked_object_is_423_with_the_holder(String write) {
        // Given
        var path = meeting("Held " + write);
        assertThat(lock("alice", path).status()).isEqualTo(200);

        // When
        var refused = switch (write) {
            case "revert" -> as("bob", "POST", path + "/revert", new JsonObject().put("version", "1.0.0"));
            case "lock" -> as("bob", "POST", path + "/lock", new JsonObject().put("duration", 60));
            case "bulk save" ->
                as(
                        "bob",
                        "POST",
                        "/bulk/decidesk/meeting/save",
                        objects(title("x").put("id", uuid(path)), title("y")));
            case "bulk delete" ->
                as(
                        "bob",
                        "POST",
                        "/bulk/decidesk/meeting/delete",
                        new JsonObject().put("uuids", new JsonArray().add(uuid(path))));
            default -> as("bob", write, path, title("Stolen"));
        };

        // Then
        assertThat(refused.status()).as(refused.body()).isEqualTo(423);
        assertThat(refused.json().getString("error")).isEqualTo("Object is locked by alice");
        assertThat(refused.json().getString("lockedBy")).isEqualTo("alice");
        assertThat(refused.json().getJsonObject("lock").getString("user")).isEqualTo("alice");
        assertThat(refused.json().getJsonObject("lock").getString("displayName"))
                .isEqualTo("Alice Meyer");
        assertThat(refused.json().getJsonObject("lock").getString("expiresAt")).isNotEmpty();
        assertThat(get("bob", path).json().getString("title")).isEqualTo("Held " + write);
    }

    private static JsonObject objects(JsonObject... objects) {
        var array = new JsonArray();
        List.of(objects).forEach(array::add);
        return new JsonObject().put("objects", array);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "POST"})
    void holders_write_checks_in(String method) {
        var path = meeting("Check-in");
        lock("alice", path);

        var written = as("alice", method, path, title("Checked in by " + method));

        assertThat(written.status()).isEqualTo(200);
        assertThat(written.self().getValue("locked")).isNull();
        assertThat(get("bob", path).self().containsKey("locked")).isFalse();
        assertThat(lock("bob", path).status()).isEqualTo(200);
    }

    @Test
    void renewal_keeps_process_and_created_and_the_second_tab_is_the_same_holder() {
        var path = meeting("Renewal");
        var first = as(
                "alice",
                "POST",
                path + "/lock",
                new JsonObject().put("duration", 60).put("process", "edit-dialog"));
        var second = as("alice", "POST", path + "/lock", new JsonObject().put("duration", 600));

        var before = first.json().getJsonObject("lock");
        var after = second.json().getJsonObject("lock");
        assertThat(second.status()).isEqualTo(200);
        assertThat(after.getString("process")).isEqualTo("edit-dialog");
        assertThat(after.getString("created")).isEqualTo(before.getString("created"));
        assertThat(after.getLong("duration")).isEqualTo(600);
        assertThat(after.getString("expiresAt")).isGreaterThan(before.getString("expiresAt"));
        assertThat(get("bob", path).self().getJsonObject("locked")).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"duration\":0} | 400",
                "{\"duration\":-1} | 400",
                "{\"duration\":\"soon\"} | 400",
                "{\"duration\":true} | 400",
                "{\"duration\":[1]} | 400",
                "{\"process\":{}} | 400",
                "[] | 400",
                "{ | 400",
                "{\"duration\":\"60\"} | 200",
                "{\"duration\":1e300} | 200",
                "{\"duration\":null} | 200",
                "{} | 200",
            })
    void duration_is_checked_and_capped(String body, int status) {
        var path = meeting("Duration");
        var answer = send("alice", "POST", API + path + "/lock", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (body.contains("1e300")) {
            assertThat(answer.json().getJsonObject("lock").getLong("duration")).isEqualTo(3600);
        }
        if (status == 200 && !body.contains("60") && !body.contains("1e300")) {
            assertThat(answer.json().getJsonObject("lock").getLong("duration")).isEqualTo(1800);
        }
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/lock", "POST,/unlock", "POST,/lock?_method=DELETE"})
    void release_frees_in_all_three_forms_and_twice_is_safe(String method, String end) {
        var path = meeting("Release");
        lock("alice", path);

        var byOther = send("bob", method, INDEX_API + path + end, "");
        var byHolder = send("alice", method, INDEX_API + path + end, "");
        var again = send("alice", method, INDEX_API + path + end, "");

        assertThat(byOther.status()).isEqualTo(403);
        assertThat(byOther.json().getJsonObject("lock").getString("user")).isEqualTo("alice");
        assertThat(byOther.json().getString("lockedBy")).isEqualTo("alice");
        assertThat(byHolder.status()).isEqualTo(200);
        assertThat(byHolder.json().getValue("locked")).isEqualTo(false);
        assertThat(byHolder.json().getString("uuid")).isEqualTo(uuid(path));
        assertThat(again.status()).isEqualTo(404);
        assertThat(get("alice", path).self().containsKey("locked")).isFalse();
    }

    @Test
    void beacon_of_a_page_that_is_left_releases_with_its_cookie_alone() {
        // Given
        var path = meeting("Beacon");
        lock("alice", path);
        var login = send(
                "",
                "POST",
                "/api/v1/login",
                new JsonObject().put("user", "alice").put("password", "alice").encode());
        var cookie = login.header("Set-Cookie").replaceFirst(";.*", "");

        // When
        var foreign = send(
                "", "POST", API + path + "/lock?_method=DELETE", "", "Cookie", cookie, "Origin", "http://evil.example");
        var own = send("", "POST", API + path + "/lock?_method=DELETE", "", "Cookie", cookie, "Origin", ORIGIN);

        // Then
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(own.status()).as(own.body()).isEqualTo(200);
        assertThat(get("alice", path).self().containsKey("locked")).isFalse();
    }

    @Test
    void admin_breaks_a_lock_and_the_trail_names_who_was_displaced() {
        var path = meeting("Break");
        lock("alice", path);

        var broken = send("admin", "DELETE", API + path + "/lock", "");
        var trail = get("bob", path + "/audit-trails").json().getJsonArray("results");

        assertThat(broken.status()).as(broken.body()).isEqualTo(200);
        assertThat(trail.getJsonObject(0).getString("action")).isEqualTo("lock.break");
        assertThat(trail.getJsonObject(0).getString("user")).isEqualTo("admin");
        assertThat(trail.getJsonObject(0)
                        .getJsonObject("changed")
                        .getJsonObject("locked")
                        .getJsonObject("old")
                        .getString("user"))
                .isEqualTo("alice");
    }

    @Test
    void of_twenty_who_acquire_at_once_one_wins() {
        var path = meeting("Race");
        var attempts = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 20; i++) {
            var user = i % 2 == 0 ? "alice" : "bob";
            attempts.add(CompletableFuture.supplyAsync(() -> lock(user, path).status()));
        }
        var statuses = attempts.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 423).hasSize(10);
    }

    // Push

    @Test
    void two_users_see_lock_banner_refusal_and_check_in() throws Exception {
        // Given
        var path = meeting("Banner");
        var name = "or-object-" + uuid(path);
        try (var bob = listening("bob", name);
                var carol = listening("carol", COLLECTION)) {
            // When
            lock("alice", path);
            // Then
            assertThat(bob.until(event(path, "update", "null")::equals)).hasSize(1);
            var banner = get("bob", path).self().getJsonObject("locked");
            assertThat(banner.getString("user")).isEqualTo("alice");
            assertThat(banner.getString("displayName")).isEqualTo("Alice Meyer");
            assertThat(banner.getString("kind")).isEqualTo("user");
            assertThat(lock("bob", path).status()).isEqualTo(423);
            // When
            as("alice", "PATCH", path, title("Banner 2"));
            // Then
            bob.until(event(path, "update", "\"1.0.1\"")::equals);
            bob.until(event(path, "update", "null")::equals);
            assertThat(get("bob", path).self().containsKey("locked")).isFalse();
            // When
            lock("alice", path);
            bob.until(event(path, "update", "null")::equals);
            lock("alice", path);
            // Then
            bob.until(event(path, "update", "null")::equals);
            // When
            bob.send("listen " + name);
            // Then
            bob.until(name::equals);
            // When
            send("alice", "DELETE", API + path, "");
            // Then
            bob.until(event(path, "delete", "\"1.0.2\"")::equals);
            assertThat(carol.until(collectionEvent(path, "delete", "\"1.0.2\"")::equals))
                    .noneMatch(text -> text.contains("update"));
        }
    }

    @Test
    void lock_that_ends_by_itself_is_pushed_and_not_shown_any_more() throws Exception {
        var path = meeting("Expiry");
        try (var bob = listening("bob", "or-object-" + uuid(path))) {
            as("alice", "POST", path + "/lock", new JsonObject().put("duration", 1));
            bob.until(event(path, "update", "null")::equals);
            bob.until(event(path, "update", "null")::equals);
            assertThat(get("bob", path).self().containsKey("locked")).isFalse();
            assertThat(get("bob", path + "/audit-trails")
                            .json()
                            .getJsonArray("results")
                            .getJsonObject(0)
                            .getString("action"))
                    .isEqualTo("lock.expire");
        }
    }

    @Test
    void creation_reaches_every_reader_of_an_open_schema_also_admins() throws Exception {
        try (var carol = listening("carol", COLLECTION);
                var admin = listening("admin", COLLECTION)) {
            var path = meeting("Announced");
            carol.until(collectionEvent(path, "create", "\"1.0.0\"")::equals);
            admin.until(collectionEvent(path, "create", "\"1.0.0\"")::equals);
        }
    }

    @Test
    void import_is_told_once_per_collection_and_hinted_per_object() throws Exception {
        // Given
        var path = meeting("Imported before");
        try (var carol = listening("carol", COLLECTION);
                var bob = listening("bob", "or-object-" + uuid(path))) {
            // When
            lock("alice", path);
            bob.until(event(path, "update", "null")::equals);
            var saved = as(
                    "alice",
                    "POST",
                    "/bulk/decidesk/meeting/save",
                    objects(title("Imported after").put("id", uuid(path)), title("Imported too")));
            // Then
            assertThat(saved.status()).as(saved.body()).isEqualTo(200);
            assertThat(saved.json().getInteger("saved_count")).isEqualTo(2);
            var batch = COLLECTION + " {\"action\":\"batch\",\"register\":\"decidesk\",\"schema\":\"meeting\"}";
            var marker = meeting("Marker");
            var heard = carol.until(collectionEvent(marker, "create", "\"1.0.0\"")::equals);
            assertThat(heard).filteredOn(text -> !text.contains(uuid(marker))).containsExactly(batch);
            bob.until(("or-object-" + uuid(path))::equals);
            assertThat(get("bob", path).self().containsKey("locked")).isFalse();
            assertThat(get("bob", path).json().getString("title")).isEqualTo("Imported after");
            // When
            var uuids = new JsonArray().add(uuid(path)).add(UUID.randomUUID().toString());
            var deleted = as("alice", "POST", "/bulk/decidesk/meeting/delete", new JsonObject().put("uuids", uuids));
            // Then
            assertThat(deleted.json().getInteger("deleted_count")).isEqualTo(1);
            assertThat(deleted.json().getJsonArray("skipped_uuids")).hasSize(1);
            carol.until(batch::equals);
        }
    }

    @Test
    void who_may_not_read_hears_nothing() throws Exception {
        // Given
        var register = "secret-" + System.nanoTime();
        var space = "openregister:" + register + ":thing";
        var admin = new Rest(PORT, "admin");
        admin.send(
                "PUT",
                "/api/v1/spaces/" + space,
                new JsonObject().put("members", new JsonObject().put("user:alice", "editor")));
        var place = "/objects/" + register + "/thing";
        var path =
                place + "/" + as("alice", "POST", place, title("secret")).json().getString("id");
        var common = meeting("Common");
        try (var bob = Socket.push(PORT, "bob");
                var alice = listening("alice", "or-object-" + uuid(path))) {
            // When
            bob.send("listen or-object-" + uuid(path));
            bob.send("listen or-collection-" + register + "-thing");
            bob.send("listen or-object-" + uuid(common));
            bob.until(("or-object-" + uuid(common))::equals);
            as("alice", "PATCH", path, title("more secret"));
            alice.until(text -> text.contains("\"update\""));
            as("alice", "PATCH", common, title("Common 2"));
            // Then
            assertThat(bob.until(event(common, "update", "\"1.0.1\"")::equals)).hasSize(1);
            assertThat(get("bob", path).status()).isEqualTo(404);
        }
    }

    // History

    @Test
    void trail_shows_old_and_new_of_each_change_the_newest_first() {
        var path = meeting("Trail");
        as("bob", "PATCH", path, title("Trail 2").put("seats", 5));

        var trail = get("carol", path + "/audit-trails?_limit=1").json();
        var row = trail.getJsonArray("results").getJsonObject(0);

        assertThat(trail.getInteger("total")).isEqualTo(2);
        assertThat(row.getString("action")).isEqualTo("update");
        assertThat(row.getString("user")).isEqualTo("bob");
        assertThat(row.getJsonObject("changed"))
                .isEqualTo(new JsonObject()
                        .put("seats", new JsonObject().put("old", null).put("new", 5))
                        .put("title", new JsonObject().put("old", "Trail").put("new", "Trail 2")));
        assertThat(get("carol", "/audit-trails/" + row.getString("id")).json()).isEqualTo(row);
        assertThat(get("carol", "/audit-trails?objectUuid=" + uuid(path) + "&action=create")
                        .json()
                        .getInteger("total"))
                .isEqualTo(1);
        assertThat(get("carol", path + "/logs").json().getInteger("total")).isEqualTo(2);
    }

    @Test
    void revert_goes_back_to_a_version() {
        var path = meeting("Revert");
        as("bob", "PATCH", path, title("Revert 2").put("seats", 5));
        as("bob", "PATCH", path, new JsonObject().put("seats", 6));

        var reverted = as("alice", "POST", path + "/revert", new JsonObject().put("version", "1.0.0"));

        assertThat(reverted.status()).as(reverted.body()).isEqualTo(200);
        assertThat(reverted.json().getString("title")).isEqualTo("Revert");
        assertThat(reverted.json().getValue("seats")).isNull();
        assertThat(reverted.self().getString("version")).isEqualTo("1.0.3");
        assertThat(as("alice", "POST", path + "/revert", new JsonObject().put("version", "1.0.77"))
                        .status())
                .isEqualTo(400);
        assertThat(as("alice", "POST", path + "/revert", new JsonObject()).status())
                .isEqualTo(400);
    }

    @Test
    void write_that_would_undo_another_is_409_with_sent_read_and_stored() {
        // Given
        var path = meeting("Conflict");
        var read = get("alice", path).json();
        as("bob", "PATCH", path, title("Bob's"));

        // When
        var lost = as("alice", "PUT", path, read.copy().put("title", "Alice's"));
        var other =
                as("alice", "PATCH", path, new JsonObject().put("seats", 9).put("@self", read.getJsonObject("@self")));
        var stale = send("alice", "PUT", API + path, title("x").encode(), "If-Match", "\"1.0.0\"");

        // Then
        assertThat(lost.status()).as(lost.body()).isEqualTo(409);
        assertThat(lost.json().getJsonObject("conflicts").getJsonObject("title"))
                .isEqualTo(new JsonObject()
                        .put("sent", "Alice's")
                        .put("read", "Conflict")
                        .put("stored", "Bob's"));
        assertThat(lost.json().getString("updatedBy")).isEqualTo("bob");
        assertThat(other.status()).as(other.body()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(409);
    }

    // Polling

    @Test
    void events_are_gone_on_from_a_cursor_without_gap_or_repeat() {
        // Given
        var start = get("bob", "/realtime/cursor").json().getString("cursor");
        var path = meeting("Events");
        as("alice", "PATCH", path, title("Events 2"));
        send("alice", "DELETE", API + path, "");

        // When
        var types = new ArrayList<String>();
        var cursor = start;
        var hasMore = true;
        while (hasMore) {
            var page = get(
                            "bob",
                            "/realtime/events?limit=1&register=decidesk&objectUuid=" + uuid(path) + "&since=" + cursor)
                    .json();
            page.getJsonArray("events").forEach(event -> types.add(((JsonObject) event).getString("type")));
            cursor = page.getString("cursor");
            hasMore = page.getBoolean("hasMore");
        }

        // Then
        assertThat(types)
                .containsExactly(
                        "openregister.object.created", "openregister.object.updated", "openregister.object.deleted");
        assertThat(get("bob", "/realtime/events?objectUuid=" + uuid(path) + "&eventType=deleted&since=" + start)
                        .json()
                        .getJsonArray("events"))
                .hasSize(1);
    }

    @Test
    void page_whose_token_was_refused_gets_another() {
        for (var path : List.of("/csrftoken", "/index.php/csrftoken")) {
            assertThat(send("", "GET", path, "").json().getString("token")).hasSizeGreaterThan(30);
        }
        assertThat(send("bob", "GET", API + PLACE, "", "requesttoken", "x", "OCS-APIREQUEST", "true")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void schema_and_register_have_what_a_collection_subscription_needs() {
        var schema = get("carol", "/schemas/meeting?register=decidesk").json();
        var register = get("carol", "/registers/decidesk").json();

        assertThat(schema.getString("slug")).isEqualTo("meeting");
        assertThat(schema.getJsonObject("properties").getJsonObject("status").getJsonArray("enum"))
                .hasSize(4);
        assertThat(register.getString("slug")).isEqualTo("decidesk");
        assertThat(register.getJsonArray("schemas")).contains(schema.getInteger("id"));
        assertThat(get("carol", "/schemas/" + schema.getInteger("id")).json()).isEqualTo(schema);
        assertThat(get("carol", "/registers").json().getJsonArray("results")).contains(register);
    }
}
