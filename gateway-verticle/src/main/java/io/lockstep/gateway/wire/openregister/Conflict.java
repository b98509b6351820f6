package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A write that would undo what somebody else has written since its client read the object. Pure.
 *
 * <p>A property conflicts when it was changed since, and the write would give it another value than it has now. Without
 * knowing what the client had read, every property that would change counts.
 */
final class Conflict {
    private Conflict() {}

    /**
     * Fails with REVISION_CONFLICT, naming for each property what was sent, read and stored, and who wrote last and when.
     *
     * @param next the properties that the write would leave, absent or null for a removed one; of a merge only the sent ones
     * @param read what the client had read; empty when that is not known any more
     */
    static void refuseLost(JsonObject next, boolean isMerge, Optional<JsonObject> read, Document stored) {
        var conflicts = new JsonObject();
        var names = isMerge ? next.fieldNames() : all(next, stored.fields());
        for (var name : names) {
            var sent = next.getValue(name);
            var now = stored.fields().getValue(name);
            if (ObjectFields.isProperty(name)
                    && !areEqual(sent, now)
                    && read.map(then -> !areEqual(then.getValue(name), now)).orElse(true)) {
                conflicts.put(
                        name,
                        conflict(sent, read.map(then -> then.getValue(name)).orElse(null), now));
            }
        }
        if (!conflicts.isEmpty()) {
            throw stale(stored, conflicts);
        }
    }

    /** A write on condition of another version than the stored one. */
    static ServiceException stale(Document stored, JsonObject conflicts) {
        return new ServiceException(
                FailureCode.REVISION_CONFLICT,
                "the object was changed by " + stored.updatedBy() + " since it was read",
                new JsonObject()
                        .put("error", "conflict")
                        .put("version", ObjectVersion.of(stored.revision()))
                        .put("updated", Stamp.of(stored.updatedAt()))
                        .put("updatedBy", stored.updatedBy())
                        .put("conflicts", conflicts));
    }

    /** As JSON, to which 2 and 2.0 are the same number whatever holds them. */
    private static boolean areEqual(@Nullable Object one, @Nullable Object other) {
        return new JsonArray().add(one).equals(new JsonArray().add(other));
    }

    private static Set<String> all(JsonObject next, JsonObject stored) {
        var names = new TreeSet<>(next.fieldNames());
        names.addAll(stored.fieldNames());
        return names;
    }

    private static JsonObject conflict(@Nullable Object sent, @Nullable Object read, @Nullable Object stored) {
        return new JsonObject().put("sent", sent).put("read", read).put("stored", stored);
    }
}
