package io.lockstep.gateway.wire.cozy;

import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code _changes}: what there is, at once or when there is something; {@link ChangesStream} gives it without an end. */
final class ChangesOperations {
    private final Edge edge;

    ChangesOperations(Edge edge) {
        this.edge = edge;
    }

    /** The answer; a feed without an end takes the response for itself, and the Future stays open. */
    Future<CozyAnswer> changes(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        if (ChangesQuery.lacksSelector(call)) {
            return Future.succeededFuture(ChangesQuery.NO_SELECTOR);
        }
        var query = ChangesQuery.of(call);
        var reader = new ChangesReader(edge.metadata(), call, query);
        return switch (query.feed()) {
            case NORMAL -> normal(reader, query).map(batch -> answer(call, query, batch));
            case LONGPOLL -> ChangesPoll.run(edge, call, query, reader).map(batch -> answer(call, query, batch));
            case CONTINUOUS -> ChangesStream.begin(edge, call, query, reader, ChangesStream.Form.LINES);
            case EVENTSOURCE -> ChangesStream.begin(edge, call, query, reader, ChangesStream.Form.EVENTS);
        };
    }

    private static Future<ChangesReader.Batch> normal(ChangesReader reader, ChangesQuery query) {
        return query.isDescending()
                ? reader.readBackward(query.limit())
                : reader.place(query.since()).compose(place -> reader.read(place, query.limit()));
    }

    private static CozyAnswer answer(DataCall call, ChangesQuery query, ChangesReader.Batch batch) {
        var results = new JsonArray();
        batch.rows().forEach(row -> results.add(row.json(query.withDocuments())));
        var answer = CozyAnswer.ok(new JsonObject()
                .put("last_seq", batch.next().text())
                .put("pending", batch.pending())
                .put("results", results));
        if (query.feed() != ChangesQuery.Feed.NORMAL) {
            return answer;
        }
        var etag = "\"" + hash(answer.body()) + "\"";
        return (etag.equals(call.header("If-None-Match")) ? CozyAnswer.empty(304) : answer).with("ETag", etag);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
