package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockAudit;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of an audit trail: a change of an object, or what became of its lock. Pure.
 *
 * @param version of the object after a change; null for a lock
 * @param changed property to its old and new value
 */
record TrailRow(
        TrailId id,
        ObjectPlace place,
        String object,
        String action,
        String user,
        Instant at,
        @Nullable String version,
        JsonObject changed) {

    /** @param change with what stood before it, if that is to be shown */
    static TrailRow of(ObjectPlace place, Event.Changed change) {
        var action = switch (change.verb()) {
            case CREATED -> "create";
            case UPDATED -> "update";
            case DELETED, LEFT -> "delete";
        };
        return new TrailRow(
                new TrailId(true, change.seq(), place.space()),
                place,
                change.document(),
                action,
                change.actor(),
                change.at(),
                ObjectVersion.of(change.revision()),
                changed(change));
    }

    private static JsonObject changed(Event.Changed change) {
        var patch = Optional.ofNullable(change.patch()).orElseGet(JsonObject::new);
        var before = Optional.ofNullable(change.before()).orElseGet(JsonObject::new);
        var names = new TreeSet<>(patch.fieldNames());
        names.addAll(before.fieldNames());
        var changed = new JsonObject();
        for (var name : names) {
            if (ObjectFields.isProperty(name)) {
                changed.put(name, change(before.getValue(name), patch.getValue(name)));
            }
        }
        return changed;
    }

    /** What became of a lock; who broke it did it, not who held it. */
    static TrailRow of(ObjectPlace place, LockAudit.Entry entry) {
        var holder = new JsonObject().put("user", entry.user()).put("displayName", entry.displayName());
        boolean begins = entry.act() == LockAudit.Act.ACQUIRED || entry.act() == LockAudit.Act.GRANTED;
        var by = entry.by();
        return new TrailRow(
                new TrailId(false, entry.lockSeq(), place.space()),
                place,
                entry.document(),
                action(entry.act()),
                by == null ? entry.user() : by,
                entry.at(),
                null,
                new JsonObject().put("locked", begins ? change(null, holder) : change(holder, null)));
    }

    private static String action(LockAudit.Act act) {
        return switch (act) {
            case ACQUIRED, GRANTED -> "lock";
            case RELEASED, DISCONNECTED -> "unlock";
            case EXPIRED -> "lock.expire";
            case BROKEN -> "lock.break";
        };
    }

    private static JsonObject change(@Nullable Object old, @Nullable Object now) {
        return new JsonObject().put("old", old).put("new", now);
    }

    JsonObject json() {
        var encoded = id.encode();
        return new JsonObject()
                .put("id", encoded)
                .put(
                        "uuid",
                        UUID.nameUUIDFromBytes(encoded.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("schema", place.schemaNumber())
                .put("register", place.registerNumber())
                .put("object", object)
                .put("objectUuid", object)
                .put("registerUuid", place.registerUuid())
                .put("schemaUuid", place.schemaUuid())
                .put("action", action)
                .put("changed", changed)
                .put("user", user)
                .put("userName", user)
                .put("session", null)
                .put("request", null)
                .put("ipAddress", null)
                .put("version", version)
                .put("created", Stamp.of(at));
    }
}
