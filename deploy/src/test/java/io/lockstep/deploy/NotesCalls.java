package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A user's plain HTTP client of the Notes interface of the shared stack; paths begin below {@code /api/}. */
record NotesCalls(String user) {
    static final Lockstep STACK = Stack.shared();
    static final Metadata METADATA = new Metadata(new Bus(STACK.vertx()));
    static final String ORIGIN = "http://127.0.0.1:" + STACK.httpPort();
    static final String API = ORIGIN + "/index.php/apps/notes/api/";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger USERS = new AtomicInteger();

    /** A user whom nobody else uses; his password is his name. */
    static NotesCalls newUser() throws Exception {
        var user = "note.taker" + USERS.incrementAndGet();
        METADATA.putAccount(new PutAccount(Actor.SYSTEM, user, user, null, null, null, null))
                .await(10, SECONDS);
        return new NotesCalls(user);
    }

    String space() {
        return "notes:" + user;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return send(method, URI.create(API + path), body, headers);
    }

    HttpResponse<String> send(String method, URI uri, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Basic " + RestCalls.base64(user + ":" + user));
        if (body.startsWith("{")) {
            request.header("Content-Type", "application/json");
        }
        return HTTP.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> anonymous(String method, URI uri, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        return HTTP.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }

    /** A step that must go well. */
    @CanIgnoreReturnValue
    JsonObject done(String method, String path, JsonObject body) throws Exception {
        var answer = send(method, path, body.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().startsWith("{") ? new JsonObject(answer.body()) : new JsonObject();
    }

    @CanIgnoreReturnValue
    JsonObject create(String title, String content) throws Exception {
        return done("POST", "v1/notes", new JsonObject().put("title", title).put("content", content));
    }

    JsonObject get(long id) throws Exception {
        return done("GET", "v1/notes/" + id, new JsonObject());
    }

    /** Chooses which notes are shown. */
    void openFolder(String notesPath) throws Exception {
        done("PUT", "v1/settings", new JsonObject().put("notesPath", notesPath));
    }

    HttpResponse<String> list(String query, String... headers) throws Exception {
        var answer = send("GET", "v1/notes" + query, "", headers);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 304);
        return answer;
    }

    static List<JsonObject> notes(HttpResponse<String> list) {
        var array = new JsonArray(list.body());
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
    }

    /** The ids of the notes that are given in full. */
    static List<Long> full(HttpResponse<String> list) {
        return notes(list).stream()
                .filter(note -> note.size() > 1)
                .map(note -> note.getLong("id"))
                .toList();
    }

    /** The ids that are given alone. */
    static List<Long> pruned(HttpResponse<String> list) {
        return notes(list).stream()
                .filter(note -> note.size() == 1)
                .map(note -> note.getLong("id"))
                .toList();
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static long lastModified(HttpResponse<?> answer) {
        return ZonedDateTime.parse(header(answer, "Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toEpochSecond();
    }
}
