package io.lockstep.gateway.wire;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Operation;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.Attended;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.Attendees;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.Broken;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.Knocked;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswers;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.GatewayConfig;
import io.lockstep.gateway.GatewayNode;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.session.Identity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST and the bridge ask of the lock service, in whose name, and for whom they refuse it; the service is a fake. */
class LockWiresIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String SPACE = "test:one";
    private static final String FIELD = "/documents/1/locks/title";
    private static final Lock LOCK = new Lock(SPACE, "1", "title", "bob", "Bob", 7, Instant.EPOCH);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final GatewayNode gateway = new GatewayNode(
            GatewayConfig.of("127.0.0.1", 0, SECRET), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    private final LinkedBlockingQueue<Object> asked = new LinkedBlockingQueue<>();
    private volatile Role role = Role.MANAGER;

    @BeforeEach
    void start() throws Exception {
        vertx.deployVerticle(gateway).await(10, SECONDS);
        bus.serve(Metadata.CHECK_ACCESS, request -> Future.succeededFuture(new Access(role, 1)))
                .await(10, SECONDS);
        var written = new Written(SPACE, "1", Verb.UPDATED, 1, "e", 1, "1.0.1", true);
        serve(Metadata.WRITE, request -> Future.succeededFuture(written));
        serve(Metadata.DELETE, request -> Future.succeededFuture(written));
        serve(Locks.ACQUIRE, LockWiresIT::placeInLine);
        serve(Locks.ACQUIRE_ALL, request -> Future.succeededFuture(new LockAnswers(List.of())));
        serve(Locks.RELEASE, request -> Future.succeededFuture(new Released(true)));
        serve(Locks.BREAK, request -> Future.succeededFuture(new Broken(LOCK)));
        serve(Locks.KNOCK, request -> Future.succeededFuture(new Knocked(LOCK)));
        serve(Locks.AUDIT, request -> Future.succeededFuture(new LockAudit(List.of(), null)));
        serve(Locks.LIST, request -> Future.succeededFuture(new LockSnapshot(SPACE, List.of(LOCK), 1)));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    private <Q, A> void serve(Operation<Q, A> operation, Function<Q, Future<A>> answer) throws Exception {
        bus.serve(operation, request -> {
                    asked.add(request);
                    return answer.apply(request);
                })
                .await(10, SECONDS);
    }

    private static <T> Future<T> placeInLine(AcquireLock request) {
        return Future.failedFuture(new ServiceException(
                FailureCode.LOCKED,
                "'title' is locked by Bob",
                new JsonObject().put("lock", Json.toJson(LOCK)).put("waiting", new JsonObject().put("position", 1))));
    }

    private String token() {
        return new Tokens(vertx, SECRET, Duration.ofMinutes(1)).issue(new Identity("alice", "Alice", List.of()));
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.httpPort() + "/api/v1/spaces/" + SPACE + path))
                .header("Authorization", "Bearer " + token())
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient()
                .send(
                        (body.isEmpty() ? request : request.header("Content-Type", "application/json")).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Actor alice(String session) {
        return new Actor("alice", List.of(), session);
    }

    @Test
    void rest_asks_for_a_lock_as_the_session_that_the_client_names() throws Exception {
        // When
        var answer = send(
                "PUT",
                FIELD,
                "{\"ttlMillis\":5000,\"exclusive\":\"session\",\"session\":\"tab\",\"releaseOnDisconnect\":true,"
                        + "\"queue\":true}");
        // Then
        assertThat(asked.poll(20, SECONDS))
                .isEqualTo(new AcquireLock(
                        alice("tab"), "Alice", SPACE, "1", "title", 5_000L, Exclusive.SESSION, true, true));
        assertThat(answer.statusCode()).isEqualTo(423);
        var problem = new JsonObject(answer.body());
        assertThat(problem.getJsonObject("lock").getString("owner")).isEqualTo("bob");
        assertThat(problem.getJsonObject("waiting").getInteger("position")).isEqualTo(1);
    }

    @Test
    void rest_has_an_operation_for_everything_that_locks_can_do() throws Exception {
        // When
        var statuses = List.of(
                send("DELETE", FIELD + "?session=tab", "").statusCode(),
                send("POST", FIELD + "/break", "{\"reason\":\"Bob is on holiday\"}")
                        .statusCode(),
                send("POST", FIELD + "/knock", "").statusCode(),
                send("POST", "/locks", "{\"cells\":[{\"document\":\"1\",\"field\":\"a\"}],\"session\":\"tab\"}")
                        .statusCode(),
                send("GET", "/locks?document=1&document=2", "").statusCode(),
                send("GET", "/locks", "").statusCode(),
                send("GET", "/locks/audit?limit=5&before=12-3", "").statusCode());
        // Then
        assertThat(statuses).containsExactly(204, 200, 200, 200, 200, 200, 200);
        assertThat(asked)
                .containsExactly(
                        new ReleaseLock(alice("tab"), SPACE, "1", "title"),
                        new BreakLock(alice(""), "Alice", SPACE, "1", "title", "Bob is on holiday"),
                        new KnockLock(alice(""), "Alice", SPACE, "1", "title"),
                        new AcquireLocks(alice("tab"), "Alice", SPACE, List.of(new Cell("1", "a")), null, null, null),
                        new ListLocks(SPACE, List.of("1", "2")),
                        new ListLocks(SPACE, null),
                        new ListLockAudit(SPACE, "12-3", 5));
    }

    @Test
    void rest_writes_as_the_session_that_the_client_names() throws Exception {
        // When
        send("PATCH", "/documents/1", "{\"fields\":{\"a\":1},\"session\":\"tab\",\"fence\":7}")
                .body();
        send("PUT", "/documents/1", "{\"fields\":{\"a\":1},\"session\":\"tab\"}")
                .body();
        send("DELETE", "/documents/1", "{\"session\":\"tab\"}").body();
        // Then
        assertThat(asked)
                .extracting(request ->
                        request instanceof WriteDocument write ? write.actor() : ((DeleteDocument) request).actor())
                .containsExactly(alice("tab"), alice("tab"), alice("tab"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            viewer  | PUT  | /documents/1/locks/title       | `{}`             | 403
            viewer  | POST | /documents/1/locks/title/knock | ``               | 403
            viewer  | POST | /locks                         | `{"cells":[{"document":"1","field":"a"}]}` | 403
            editor  | POST | /documents/1/locks/title/break | {"reason":"why"} | 403
            editor  | GET  | /locks/audit                   | ``               | 403
            manager | POST | /documents/1/locks/title/break | `{}`             | 400
            manager | POST | /documents/1/locks/title/break | {"reason":""}    | 400
            manager | POST | /locks                         | {"cells":[]}     | 400
            manager | PUT  | /documents/1/locks/title       | {"exclusive":"session"} | 400
            manager | PUT  | /documents/1/locks/title       | {"exclusive":"tab"}     | 400
            manager | PUT  | /documents/1/locks/title       | {"session":""}   | 400
            manager | PUT  | /documents/1/locks/title       | {"session":7}    | 400
            manager | GET  | /locks/audit?before=now        | ``               | 400
            manager | GET  | /locks?document=               | ``               | 400
            """)
    void rest_refuses_what_is_not_allowed_or_not_understood(
            String userRole, String method, String path, String body, int status) throws Exception {
        // Given
        role = Role.ofJson(userRole);
        // Then
        assertThat(send(method, path, body).statusCode()).isEqualTo(status);
        assertThat(asked).isEmpty();
    }

    // The bridge

    private final LinkedBlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();

    private WebSocket connect() throws Exception {
        var socket = sockets.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.httpPort())
                        .setURI("/eventbus/websocket")
                        .addHeader("Authorization", "Bearer " + token()))
                .await(10, SECONDS);
        return socket.textMessageHandler(text -> told.add(new JsonObject(text)));
    }

    @CanIgnoreReturnValue
    private JsonObject request(WebSocket socket, String address, JsonObject body) throws Exception {
        var message = new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "reply")
                .put("body", body.put("space", SPACE).put("document", "1").put("field", "title"));
        socket.writeTextMessage(message.encode()).await(20, SECONDS);
        return told.poll(20, SECONDS);
    }

    @Test
    void bridge_speaks_as_the_session_that_the_client_names_else_as_its_own() throws Exception {
        // Given
        var socket = connect();
        // When
        request(socket, "lockstep.lock.knock", new JsonObject().put("session", "tab"));
        request(socket, "lockstep.lock.knock", new JsonObject());
        var refused = request(socket, "lockstep.lock.knock", new JsonObject().put("session", ""));
        // Then
        assertThat(((KnockLock) asked.poll()).actor()).isEqualTo(alice("tab"));
        assertThat(((KnockLock) asked.poll()).actor().session()).hasSize(36);
        assertThat(refused.getInteger("failureCode")).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "acquire,editor,423", "acquireAll,editor,200", "knock,editor,200", "break,manager,200", "audit,manager,200",
        "acquire,viewer,403", "acquireAll,viewer,403", "knock,viewer,403", "break,editor,403", "audit,editor,403",
        "heads,manager,403", "attend,manager,403", "attendees,manager,403", "check,manager,403"
    })
    void bridge_permits_each_operation_to_whom_it_is_for(String operation, String userRole, int status)
            throws Exception {
        // Given
        role = Role.ofJson(userRole);
        var cells = new JsonArray().add(new JsonObject().put("document", "1").put("field", "a"));
        // When
        var answer = request(
                connect(),
                "lockstep.lock." + operation,
                new JsonObject().put("reason", "why").put("cells", cells));
        // Then
        assertThat(answer.getInteger("failureCode", 200)).as(answer.encode()).isEqualTo(status);
    }

    @Test
    void place_in_a_line_is_given_up_when_the_socket_closes() throws Exception {
        // Given
        var socket = connect();
        var refused = request(
                socket,
                "lockstep.lock.acquire",
                new JsonObject().put("session", "tab").put("queue", true));
        assertThat(refused.getJsonObject("details").containsKey("waiting")).isTrue();
        assertThat(asked.poll(20, SECONDS)).isInstanceOf(AcquireLock.class);
        // When
        socket.close().await(20, SECONDS);
        // Then
        assertThat(asked.poll(20, SECONDS)).isEqualTo(new ReleaseLock(alice("tab"), SPACE, "1", "title"));
    }

    @Test
    void node_speaks_for_the_sessions_of_its_sockets() throws Exception {
        // Given
        var tab = new Attendee(SPACE, "alice", "tab");
        var gone = new Attendee(SPACE, "alice", "gone");
        var socket = connect();
        request(socket, "lockstep.lock.knock", new JsonObject().put("session", "tab"));
        asked.clear();
        // When
        serve(Locks.ATTEND, request -> Future.succeededFuture(new Attended(1)));
        bus.serve(Locks.ATTENDEES, request -> Future.succeededFuture(new Attendees(List.of(gone, tab))))
                .await(20, SECONDS);
        // Then
        assertThat(asked.poll(10, SECONDS)).isEqualTo(new AttendLocks(List.of(tab)));
    }
}
