package io.lockstep.bench.notes;

import io.lockstep.bench.Http;
import io.lockstep.bench.Http.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * A Notes client, which keeps what a server told it of its last list: the time, and the etag. Used on one event loop only.
 */
final class NotesClient {
    private static final String LIST = "/index.php/apps/notes/api/v1/notes";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final Http http;
    private Instant pruneBefore = Instant.EPOCH;
    private String etag = "";

    NotesClient(Http http) {
        this.http = http;
    }

    Instant pruneBefore() {
        return pruneBefore;
    }

    /** All notes; from now on the client asks for what changes after them. */
    Future<Answer> first() {
        return http.get(LIST, Map.of())
                .compose(answer -> answer.expect(OK))
                .onSuccess(answer -> pruneBefore = ZonedDateTime.parse(
                                answer.headers().get("Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
    }

    /** All notes, a chunk after the other. Gives their bytes. */
    Future<Long> inChunks(int size) {
        return chunk("?chunkSize=" + size, 0);
    }

    private Future<Long> chunk(String query, long bytesBefore) {
        return http.get(LIST + query, Map.of())
                .compose(answer -> answer.expect(OK))
                .compose(answer -> {
                    var cursor = answer.headers().get("X-Notes-Chunk-Cursor");
                    var bytes = bytesBefore + answer.body().length();
                    return cursor == null
                            ? Future.succeededFuture(bytes)
                            : chunk(query.replaceFirst("&.*", "") + "&chunkCursor=" + cursor, bytes);
                });
    }

    /** What changed, and the ids of all others, whatever the client has seen. */
    Future<Answer> pruned() {
        return http.get(LIST + "?pruneBefore=" + pruneBefore.getEpochSecond(), Map.of())
                .compose(answer -> answer.expect(OK))
                .onSuccess(this::keep);
    }

    /** The same for a client that says what it has seen, which is all that there is. */
    Future<Answer> unchanged() {
        return conditional().compose(answer -> answer.expect(NOT_MODIFIED));
    }

    /** The same for a client that has not seen everything. */
    Future<Answer> changed() {
        return conditional().compose(answer -> answer.expect(OK)).onSuccess(this::keep);
    }

    private Future<Answer> conditional() {
        return http.get(LIST + "?pruneBefore=" + pruneBefore.getEpochSecond(), Map.of("If-None-Match", etag));
    }

    private void keep(Answer answer) {
        etag = answer.headers().get("ETag");
    }

    /** How many notes of a list are more than an id. */
    static long full(Answer answer) {
        return new JsonArray(answer.body())
                .stream().filter(note -> ((JsonObject) note).size() > 1).count();
    }
}
