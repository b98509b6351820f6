package io.lockstep.bench.writes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.bench.Stage;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.TreeMap;

/** What one write stores, as the server would: rows of space, document and change in the form that its statements take. */
record Revision(JsonObject head, JsonObject document, JsonObject change) {

    /** @param member the writer, who may write */
    static Revision of(Row space, Row member, Row before, String title) {
        if (member.getString("role").equals("viewer")) {
            throw new IllegalStateException("the writer must be an editor");
        }
        var seq = space.getLong("head_seq") + 1;
        var at = later(
                Instant.now().truncatedTo(ChronoUnit.MILLIS), space.get(OffsetDateTime.class, "head_last_update"));
        var old = sorted(before.getJsonObject("fields"));
        var fields = sorted(old).put(Slot.FIELD, title);
        var etag = etag(fields);
        var head = new JsonObject()
                .put("space", space.getString("space"))
                .put("seq", seq)
                .put("last_update", at)
                .put("bytes", space.getLong("bytes") + bytes(fields) - bytes(old));
        var document = new JsonObject()
                .put("space", space.getString("space"))
                .put("document", before.getString("document"))
                .put("revision", before.getLong("revision") + 1)
                .put("etag", etag)
                .put("fields", fields)
                .put("fence", before.getJsonObject("fence"))
                .put("readonly", before.getBoolean("readonly"))
                .put("last_update", at)
                .put("updated_by", Stage.USER)
                .put("last_seq", seq)
                .put("deleted", false)
                .put("source_etag", before.getString("source_etag"));
        var change = new JsonObject()
                .put("space", space.getString("space"))
                .put("seq", seq)
                .put("document", before.getString("document"))
                .put("revision", before.getLong("revision") + 1)
                .put("verb", "updated")
                .put("patch", new JsonObject().put(Slot.FIELD, title))
                .put("etag", etag)
                .put("actor", Stage.USER)
                .put("at", at)
                .put("access_version", space.getLong("head_access_version"))
                .put("quiet", false);
        return new Revision(head, document, change);
    }

    private static Instant later(Instant now, OffsetDateTime last) {
        return now.isBefore(last.toInstant()) ? last.toInstant() : now;
    }

    private static JsonObject sorted(JsonObject fields) {
        return new JsonObject(new TreeMap<>(fields.getMap()));
    }

    private static int bytes(JsonObject fields) {
        return fields.encode().getBytes(UTF_8).length;
    }

    /** As the server's. */
    private static String etag(JsonObject fields) {
        var attributes = "{\"fields\":" + fields.encode() + ",\"readonly\":false}";
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(attributes.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
