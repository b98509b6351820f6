package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * To what an object is to be set back: one of a {@code version}, a {@code datetime}, and an {@code auditTrailId}, whose state
 * is the one that its row made. Pure.
 */
record RevertTarget(
        @Nullable String version,
        @Nullable Instant time,
        @Nullable Long seq) {

    /** Fails with BAD_REQUEST unless it is one of the three. */
    static RevertTarget of(JsonObject body) {
        if (body.getValue("version") instanceof String version) {
            return new RevertTarget(version, null, null);
        }
        if (body.getValue("datetime") instanceof String datetime) {
            return new RevertTarget(null, time(datetime), null);
        }
        if (body.getValue("auditTrailId") instanceof String row) {
            return new RevertTarget(
                    null,
                    null,
                    TrailId.parse(row)
                            .filter(TrailId::isChange)
                            .map(TrailId::number)
                            .orElseThrow(() -> Require.badRequest("'auditTrailId' must be the id of a change")));
        }
        throw Require.badRequest("give a 'version', a 'datetime' or an 'auditTrailId' to go back to");
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw Require.badRequest("'datetime' must be a time such as 2026-05-18T07:15:44+00:00");
        }
    }

    /**
     * The revision that is meant; fails with BAD_REQUEST when none can be told.
     *
     * @param changes those of the document, the oldest first
     */
    long revision(Document document, List<Event.Changed> changes) {
        if (version != null) {
            return ObjectVersion.revision(version)
                    .orElseThrow(() -> Require.badRequest("'version' must be one such as 1.0.3"));
        }
        for (int i = changes.size() - 1; i >= 0; i--) {
            var change = changes.get(i);
            if (time != null ? !change.at().isAfter(time) : seq != null && change.seq() == seq) {
                return change.revision();
            }
        }
        throw Require.badRequest("nothing is known of what document " + document.document() + " was then");
    }
}
