package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change with its document before and after it. Pure.
 *
 * <p>The feed has the old values of what each change changed, and the document as it is when the feed is read: from there the
 * run of changes is played backwards.
 *
 * @param after the document after the change; empty for a deletion, or when it is unknown
 * @param before the document before the change; empty for a creation, or when it is unknown
 * @param isUnknown whether a part of the change was too large to be kept, so that it cannot be told from what to what it went
 */
record Happening(Event.Changed change, Optional<JsonObject> after, Optional<JsonObject> before, boolean isUnknown) {

    /** Those of a run of a feed whose changes are whole, in its order. */
    static List<Happening> of(List<Event.Changed> run) {
        var states = new HashMap<String, State>();
        var happenings = new ArrayDeque<Happening>();
        for (int i = run.size() - 1; i >= 0; i--) {
            var change = run.get(i);
            var state = states.computeIfAbsent(change.document(), first -> State.of(change.current()));
            var earlier = state.before(change);
            happenings.addFirst(happening(change, state, earlier));
            states.put(change.document(), earlier);
        }
        return List.copyOf(happenings);
    }

    private static Happening happening(Event.Changed change, State state, State earlier) {
        boolean isUnknown = (change.verb() != Verb.DELETED && !state.isExact())
                || (change.verb() != Verb.CREATED && !earlier.isExact());
        return new Happening(
                change,
                change.verb() == Verb.DELETED ? Optional.empty() : state.fields(),
                change.verb() == Verb.CREATED ? Optional.empty() : earlier.fields(),
                isUnknown);
    }

    /** What is known of a document at one moment. */
    private record State(Optional<JsonObject> fields, boolean isExact) {
        static State of(Event.Changed.@Nullable Current current) {
            return current == null
                    ? new State(Optional.empty(), false)
                    : new State(Optional.of(current.fields()), true);
        }

        State before(Event.Changed change) {
            var before = change.before();
            if (change.verb() == Verb.DELETED) {
                return new State(Optional.ofNullable(before), before != null);
            }
            if (change.verb() == Verb.CREATED) {
                // Whatever was there before was another life of it: a deletion will tell.
                return new State(Optional.empty(), false);
            }
            var patch = change.patch();
            if (fields.isEmpty()) {
                return this;
            }
            var older = fields.get().copy();
            if (patch != null) {
                patch.fieldNames().forEach(older::remove);
            }
            if (before != null) {
                older.mergeIn(before);
            }
            return new State(Optional.of(older), isExact && patch != null && before != null);
        }
    }
}
