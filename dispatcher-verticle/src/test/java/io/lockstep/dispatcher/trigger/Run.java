package io.lockstep.dispatcher.trigger;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes to the documents of one space, and its feed as it is read afterwards. */
final class Run {
    private final String space;
    private final Map<String, JsonObject> documents = new HashMap<>();
    private final List<Event.Changed> changes = new ArrayList<>();

    Run(String space) {
        this.space = space;
    }

    @CanIgnoreReturnValue
    Run create(String document, JsonObject fields) {
        documents.put(document, fields);
        return add(document, Verb.CREATED, fields, null);
    }

    Run update(String document, JsonObject patch) {
        var fields = Objects.requireNonNull(documents.get(document)).copy();
        var before = new JsonObject();
        patch.forEach(entry -> {
            if (fields.containsKey(entry.getKey())) {
                before.put(entry.getKey(), fields.getValue(entry.getKey()));
            }
            if (entry.getValue() == null) {
                fields.remove(entry.getKey());
            } else {
                fields.put(entry.getKey(), entry.getValue());
            }
        });
        documents.put(document, fields);
        return add(document, Verb.UPDATED, patch, before);
    }

    /** As a change that was too large for the feed. */
    Run updateLargely(String document, JsonObject patch) {
        documents.put(
                document, Objects.requireNonNull(documents.get(document)).copy().mergeIn(patch));
        return add(document, Verb.UPDATED, null, null);
    }

    Run delete(String document) {
        var last = documents.remove(document);
        return add(document, Verb.DELETED, null, last);
    }

    private Run add(String document, Verb verb, @Nullable JsonObject patch, @Nullable JsonObject before) {
        int seq = changes.size() + 1;
        changes.add(new Event.Changed(
                        space,
                        seq,
                        document,
                        seq,
                        "e" + seq,
                        verb,
                        patch,
                        verb == Verb.UPDATED && patch == null,
                        "alice",
                        Instant.EPOCH,
                        "1.0." + seq,
                        1)
                .with(before, null));
        return this;
    }

    /** The whole changes from this seq on, read now. */
    List<Happening> from(int seq) {
        return Happening.of(changes.stream()
                .filter(change -> change.seq() >= seq)
                .map(change -> change.with(change.before(), current(change.document())))
                .toList());
    }

    List<Happening> all() {
        return from(1);
    }

    private Event.Changed.@Nullable Current current(String document) {
        var fields = documents.get(document);
        return fields == null ? null : new Event.Changed.Current(1, "e", fields);
    }
}
