package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.deploy.ApiDocument.Operation;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.embedded.DataDir;
import io.lockstep.deploy.embedded.EmbeddedPostgresServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the OpenAPI document, and every answer that it documents for it, is provoked on a running server and is as
 * documented. The server has a PostgreSQL of its own, which is stopped at the end.
 */
class OpenApiIT {
    private static final String SPACE = "team:api";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static EmbeddedPostgresServer postgres;
    private static Lockstep server;
    private static ApiDocument api;
    private static final Set<String> answered = new TreeSet<>();

    /**
     * What provokes which answer of which operation, in this order; what every operation answers alike is provoked by rule.
     * A body of {@code =} is the documented example.
     */
    private static final String EXCHANGES = """
            login            | 200 |       | /login | =
            login            | 400 |       | /login | {}
            login            | 401 |       | /login | {"user":"alice","password":"no"}
            createToken      | 200 | alice | /token |
            createToken      | 200 | alice | /token | =
            createToken      | 400 | alice | /token | {"scope":"io.cozy.todos:SHOUT"}
            createToken      | 401 |       | /token |
            logout           | 204 | alice | /logout |
            whoAmI           | 200 | alice | /me |
            putSpace         | 200 | admin | $S | =
            putSpace         | 403 | carol | $S | =
            getSpace         | 200 | admin | $S |
            getSpace         | 200 | carol | $S |
            listSpaces       | 200 | alice | /spaces?wire=team |
            putMember        | 200 | admin | $S/members/user:carol | =
            removeMember     | 200 | admin | $S/members/group:gone |
            renewSpace       | 200 | admin | $S/renew |
            renewSpace       | 403 | carol | $S/renew |
            renewSpaces      | 200 | admin | /renew |
            renewSpaces      | 403 | alice | /renew |
            createDocument   | 201 | alice | $S/documents | =
            createDocument   | 412 | alice | $S/documents | {"document":"0","fields":{}}
            createDocument   | 423 | alice | $S/documents | {"document":"locked","fields":{}}
            createDocument   | 507 | alice | /spaces/team:full/documents | =
            createDocument   | 413 | alice | $S/documents | $MEGABYTE
            putDocument      | 201 | alice | $S/documents/1 | =
            putDocument      | 200 | alice | $S/documents/1 | {"fields":{"title":"Roof"}}
            putDocument      | 412 | alice | $S/documents/1 | {"fields":{},"ifRevision":77}
            putDocument      | 423 | alice | $S/documents/locked | =
            putDocument      | 507 | alice | /spaces/team:full/documents/1 | =
            patchDocument    | 200 | alice | $S/documents/1 | =
            patchDocument    | 412 | alice | $S/documents/1 | {"fields":{},"ifRevision":77}
            patchDocument    | 423 | alice | $S/documents/0 | {"fields":{"held":2}}
            patchDocument    | 507 | alice | /spaces/team:full/documents/0 | {"fields":{"title":"A title that is longer than the quota"}}
            readDocument     | 200 | carol | $S/documents/1 |
            readDocument     | 304 | carol | $S/documents/1 | | If-None-Match: *
            readDocument     | 404 | carol | $S/documents/absent |
            listDocuments    | 200 | carol | $S/documents?ids=1&ids=2&sort=-updatedAt,title&updatedSince=2026-01-01T00:00:00Z&selector=%7B%22title%22:%22Roof%20garden%22%7D |
            listDocuments    | 200 | carol | $S/documents?limit=1&fields=none |
            listDocuments    | 304 | carol | $S/documents | | If-None-Match: *
            listDocuments    | 400 | carol | $S/documents?fields=all |
            listDocuments    | 400 | carol | $S/documents?sort=a,,b |
            listDocuments    | 400 | carol | $S/documents?selector=%7B%22$a%22:1%7D |
            copyDocument     | 201 | alice | $S/documents/1/copy | =
            copyDocument     | 412 | alice | $S/documents/1/copy | =
            copyDocument     | 423 | alice | $S/documents/1/copy | {"toDocument":"locked"}
            copyDocument     | 507 | alice | $S/documents/1/copy | {"toSpace":"team:full"}
            copyDocument     | 404 | alice | $S/documents/absent/copy |
            writeBatch       | 200 | alice | $S/batch | =
            writeBatch       | 200 | alice | $S/batch | {"writes":[{"document":"a","mode":"upsert","fields":{}},{"document":"locked","mode":"upsert","fields":{}}],"atomic":true}
            writeBatch       | 400 | alice | $S/batch | {"writes":[7]}
            flush            | 200 | alice | $S/flush |
            flush            | 403 | carol | $S/flush |
            reconcile        | 200 | alice | $S/reconcile | =
            reconcile        | 403 | carol | $S/reconcile | =
            deleteDocument   | 412 | alice | $S/documents/1 | {"ifRevision":77}
            deleteDocument   | 423 | alice | $S/documents/0 |
            deleteDocument   | 200 | alice | $S/documents/1 |
            listChanges      | 200 | carol | $S/changes?limit=100 |
            listChanges      | 200 | carol | $S/changes?selector=%7B%22title%22:%22Bees%22%7D |
            listChanges      | 200 | carol | $S/changes?feed=longpoll |
            listChanges      | 410 | carol | $S/changes?since=$GONE |
            listChanges      | 410 | carol | $S/changes?since=$GONE&feed=eventsource |
            acquireLock      | 200 | alice | $S/documents/1/locks/title | =
            acquireLock      | 423 | alice | $S/documents/0/locks/held | {"queue":true}
            acquireLocks     | 200 | alice | $S/locks | =
            acquireLocks     | 423 | alice | $S/locks | {"cells":[{"document":"0","field":"held"}]}
            listLocks        | 200 | carol | $S/locks?document=0&document=1 |
            knock            | 200 | alice | $S/documents/0/locks/held/knock | =
            releaseLock      | 423 | alice | $S/documents/locked/locks/* |
            releaseLock      | 204 | alice | $S/documents/1/locks/title |
            breakLock        | 404 | admin | $S/documents/none/locks/held/break | =
            breakLock        | 403 | alice | $S/documents/0/locks/held/break | =
            breakLock        | 200 | admin | $S/documents/0/locks/held/break | =
            auditLocks       | 200 | admin | $S/locks/audit?limit=3 |
            auditLocks       | 403 | carol | $S/locks/audit |
            followEvents     | 200 | carol | /events?feed=longpoll&topic=space/team:api&topic=user/carol |
            followEvents     | 400 | carol | /events |
            followEvents     | 400 | carol | /events?topic=team:api |
            followEvents     | 400 | carol | /events?topic=space/team:api&cursor=a~b |
            followEvents     | 400 | carol | /events?topic=space/team:api&topic=space/team:api |
            followEvents     | 403 | carol | /events?topic=space/team:absent |
            publishEvents    | 202 | alice | /events | =
            publishEvents    | 400 | alice | /events | {"events":[{"user":"alice","space":"team:api","message":"m"}]}
            publishEvents    | 403 | carol | /events | =
            publishEvents    | 404 | alice | /events | {"events":[{"space":"team:absent","message":"m"}]}
            putTrigger       | 200 | admin | /triggers/thumbnails | =
            putTrigger       | 400 | admin | /triggers/thumbnails | {"rules":["a:b"],"address":"a"}
            putTrigger       | 403 | alice | /triggers/thumbnails | =
            listTriggers     | 200 | admin | /triggers |
            listTriggers     | 403 | alice | /triggers |
            listTriggerFailures | 200 | admin | /triggers/thumbnails/failures |
            listTriggerFailures | 400 | admin | /triggers/thumbnails/failures?after=x |
            listTriggerFailures | 403 | alice | /triggers/thumbnails/failures |
            retryTriggerFailures | 200 | admin | /triggers/thumbnails/failures/retry | =
            retryTriggerFailures | 400 | admin | /triggers/thumbnails/failures/retry | {"job":"x"}
            retryTriggerFailures | 403 | alice | /triggers/thumbnails/failures/retry | =
            deleteTrigger    | 403 | alice | /triggers/thumbnails |
            deleteTrigger    | 200 | admin | /triggers/thumbnails |
            deleteTrigger    | 404 | admin | /triggers/thumbnails |
            createUser       | 201 | admin | /users | =
            createUser       | 400 | admin | /users | {"user":"x"}
            createUser       | 403 | alice | /users | =
            createUser       | 412 | admin | /users | =
            listUsers        | 200 | admin | /users?limit=1&after=a |
            listUsers        | 400 | admin | /users?limit=0 |
            listUsers        | 403 | alice | /users |
            getUser          | 200 | admin | /users/carla |
            getUser          | 403 | alice | /users/carla |
            getUser          | 404 | admin | /users/nobody |
            changeUser       | 200 | admin | /users/carla | =
            changeUser       | 400 | admin | /users/carla | {"groups":7}
            changeUser       | 403 | alice | /users/carla | =
            changeUser       | 404 | admin | /users/nobody | =
            removeUser       | 403 | alice | /users/carla |
            removeUser       | 200 | admin | /users/carla |
            removeUser       | 404 | admin | /users/carla |
            getOpenApiJson   | 200 |       | /openapi.json |
            getOpenApiJson   | 304 |       | /openapi.json | | If-None-Match: *
            getOpenApiYaml   | 200 |       | /openapi.yaml |
            getOpenApiYaml   | 304 |       | /openapi.yaml | | If-None-Match: *
            """;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        postgres = EmbeddedPostgresServer.start(new DataDir(directory.resolve("postgres")));
        server = Lockstep.start(LockstepConfig.of(Map.of(
                        "LOCKSTEP_HTTP_PORT", "0",
                        "LOCKSTEP_MANAGEMENT_PORT", "0",
                        "LOCKSTEP_DATA_DIR", directory.resolve("data").toString(),
                        "LOCKSTEP_POSTGRES_URI", postgres.uri(),
                        "LOCKSTEP_SEED", "demo.json")))
                .await(120, SECONDS);
        var metadata = new Metadata(new Bus(server.vertx()));
        var poor = new PutAccount(Actor.SYSTEM, "poor", "poor", null, List.of(), 40L, null);
        assertThat(metadata.putAccount(poor).await(10, SECONDS).user()).isEqualTo("poor");
        api = new ApiDocument(
                new JsonObject(send("", "GET", "/openapi.json", "").body()));
        var members = "{\"members\":{\"user:alice\":\"editor\",\"user:bob\":\"editor\",\"user:carol\":\"viewer\"}";
        done("admin", "PUT", "/spaces/" + SPACE, members + "}");
        done("admin", "PUT", "/spaces/team:full", members + ",\"owner\":\"poor\"}");
        done("alice", "PUT", "/spaces/team:full/documents/0", "{\"fields\":{\"title\":\"A\"}}");
        done("alice", "PUT", "/spaces/" + SPACE + "/documents/0", "{\"fields\":{\"held\":1}}");
        done("bob", "PUT", "/spaces/" + SPACE + "/documents/0/locks/held", "{\"ttlMillis\":600000}");
        done("bob", "PUT", "/spaces/" + SPACE + "/documents/locked/locks/*", "{\"ttlMillis\":600000}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close().await(30, SECONDS);
        postgres.close();
    }

    @Test
    void method_that_is_not_documented_is_refused_with_those_that_are() throws Exception {
        for (var path : api.json().getJsonObject("paths").fieldNames()) {
            var documented = api.operations().stream()
                    .filter(one -> one.path().equals(path))
                    .map(Operation::method)
                    .collect(Collectors.toSet());
            var answer = send("alice", "OPTIONS", filled(path, SPACE), "");
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            assertThat(Set.of(answer.headers().firstValue("Allow").orElseThrow().split(", ", -1)))
                    .as(path)
                    .isEqualTo(documented);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_documented_answer_is_given_as_documented() {
        var tests = new ArrayList<DynamicTest>();
        EXCHANGES.lines().forEach(line -> tests.add(dynamicTest(line, () -> exchange(line))));
        for (var operation : api.operations()) {
            refusals(operation, tests);
        }
        tests.add(dynamicTest("PostgreSQL is stopped", () -> postgres.close()));
        api.operations().stream()
                .filter(one -> one.documents("503"))
                .forEach(one -> tests.add(dynamicTest(one.id() + " 503", () -> away(one))));
        tests.add(dynamicTest("nothing is documented that was not given", OpenApiIT::assertComplete));
        return tests.stream();
    }

    private static void exchange(String line) throws Exception {
        var columns = line.split("\\s*\\|\\s*", -1);
        var operation = api.operation(columns[0].trim());
        var path = columns[3].replace("$S", "/spaces/" + SPACE).replace("$GONE", gone());
        var body = columns[4].equals("=") ? api.exampleOf(operation) : columns[4].replace("$MEGABYTE", megabyte());
        var headers = columns.length > 5 ? columns[5].split(": ", -1) : new String[0];
        check(operation, Integer.parseInt(columns[1]), send(columns[2], operation.method(), path, body, headers));
    }

    /** What every operation that documents it refuses in the same manner. */
    private static void refusals(Operation operation, List<DynamicTest> tests) {
        var hasSpace = operation.path().contains("{space}");
        if (operation.documents("400") && hasSpace) {
            refusal(tests, operation, 400, () -> example("alice", operation, "x:%C3%B6"));
        }
        if (operation.documents("401") && !operation.isOpen()) {
            refusal(tests, operation, 401, () -> example("", operation, SPACE));
        }
        if (operation.documents("403") && operation.isUnsafe()) {
            refusal(tests, operation, 403, () -> example("", operation, SPACE, "Cookie", "lockstep_session=x"));
        }
        if (operation.documents("404") && hasSpace) {
            refusal(tests, operation, 404, () -> example("alice", operation, "team:absent"));
        }
        if (operation.documents("413")) {
            refusal(tests, operation, 413, () -> tooLarge(operation));
        }
        if (operation.documents("415")) {
            refusal(tests, operation, 415, () -> example("alice", operation, SPACE, "Content-Type", "text/plain"));
        }
    }

    private interface Request {
        HttpResponse<String> send() throws Exception;
    }

    private static void refusal(List<DynamicTest> tests, Operation operation, int status, Request request) {
        tests.add(dynamicTest(operation.id() + " " + status, () -> check(operation, status, request.send())));
    }

    private static void away(Operation operation) throws Exception {
        // Somebody of whom nothing is remembered: also who asks for what needs no PostgreSQL has to sign in.
        check(operation, 503, operation.isOpen() ? login() : example("dave" + System.nanoTime(), operation, SPACE));
    }

    private static HttpResponse<String> login() throws Exception {
        return send("", "POST", "/login", "{\"user\":\"dave\",\"password\":\"dave\"}");
    }

    private static void check(Operation operation, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        api.assertDocumented(operation, answer);
        answered.add(operation.id() + " " + status);
    }

    private static void assertComplete() {
        var documented = api.operations().stream()
                .flatMap(one -> one.json().getJsonObject("responses").fieldNames().stream()
                        .map(status -> one.id() + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(answered).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static String gone() throws Exception {
        var cursor = Cursor.parse(
                new JsonObject(send("carol", "GET", "/spaces/" + SPACE, "").body()).getString("cursor"));
        return new Cursor(cursor.epoch() + 1, cursor.seq()).encode();
    }

    private static String megabyte() {
        return "{\"fields\":{\"title\":\"" + "x".repeat(1024 * 1024) + "\"}}";
    }

    private static HttpResponse<String> tooLarge(Operation operation) throws Exception {
        var body = operation.path().matches(".*/(batch|reconcile)") ? megabyte().repeat(9) : megabyte();
        return send("alice", operation.method(), filled(operation.path(), SPACE), body);
    }

    /** With the documented examples, in a space. */
    private static HttpResponse<String> example(String user, Operation operation, String space, String... headers)
            throws Exception {
        return send(user, operation.method(), filled(operation.path(), space), api.exampleOf(operation), headers);
    }

    private static String filled(String path, String space) {
        return path.replace("{space}", space)
                .replace("{document}", "1")
                .replace("{field}", "title")
                .replace("{trigger}", "thumbnails")
                .replace("{user}", "carla")
                .replace("{principal}", "user:carol");
    }

    private static void done(String user, String method, String path, String body) throws Exception {
        var answer = send(user, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    /** As a user whose password is his name, or as nobody. */
    private static HttpResponse<String> send(String user, String method, String path, String body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            var basic = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
            request.header("Authorization", "Basic " + basic);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }
}
