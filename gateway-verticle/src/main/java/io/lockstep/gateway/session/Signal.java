package io.lockstep.gateway.session;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import java.util.List;

/** What a session may be told: an event, or one of the things that the gateway itself has to say. */
public sealed interface Signal {
    /** Something happened. */
    record Happened(Event event) implements Signal {}

    /**
     * Several changes of one document, which waited for a slow client, as one.
     *
     * @param change the last of them, with the latest value of each field that they changed; its cursor is one from which
     *     nothing is missed, so it may be behind its number while merged changes of other documents wait
     * @param changes how many they are, 2 or more
     */
    record Merged(Event.Changed change, int changes) implements Signal {
        /** One alone is what happened. */
        static Signal of(Event.Changed change, int changes) {
            return changes == 1 ? new Happened(change) : new Merged(change, changes);
        }
    }

    /**
     * Where a listener stands: sent first after a subscription, and again when lock events were missed.
     *
     * @param cursor the position of the space's feed from which changes follow
     * @param locks the locks that stand; what a listener knew before is replaced
     * @param ended locks that he may know from before and that stand no longer, for a wire that can only say what changed
     * @param isStartingOver whether it counts though its number is not higher than what he knew before, e.g. because the
     *     lock store came back empty
     */
    record Snapshot(
            String space,
            String cursor,
            LockSnapshot locks,
            List<Present> users,
            List<Lock> ended,
            boolean isStartingOver)
            implements Signal {
        public Snapshot {
            users = List.copyOf(users);
            ended = List.copyOf(ended);
        }

        /** The first one of a listener. */
        public Snapshot(String space, String cursor, LockSnapshot locks, List<Present> users) {
            this(space, cursor, locks, users, List.of(), false);
        }
    }

    /** The listener was not shown changes one by one: he must reload, and what follows comes after the cursor. */
    record Resync(String space, Reason reason, String cursor) implements Signal {
        /** Why. */
        public enum Reason {
            /** The cursor is older than what the feed keeps, or of another epoch. */
            CURSOR_GONE,
            /** The client did not read fast enough. */
            SLOW,
            /** Many documents were imported; said once for all of them. */
            IMPORT
        }
    }

    /** A user's own listener was not told what was for him: what it was is not known any more. */
    record Missed(String user) implements Signal {}

    /** The listener may read the space no longer: nothing more will come. */
    record Revoked(String space) implements Signal {}

    /**
     * Who listens to a space now, through whatever node.
     *
     * @param users the first of them by name
     * @param total how many they are
     */
    record Presence(String space, List<Present> users, int total) implements Signal {
        public Presence {
            users = List.copyOf(users);
        }

        /** All of them. */
        public Presence(String space, List<Present> users) {
            this(space, users, users.size());
        }
    }

    /**
     * A user who listens to a space, with at least one session.
     *
     * @param documents the first of the space's documents that he listens to by their own topic, sorted
     */
    record Present(String user, String displayName, List<String> documents) {
        public Present {
            documents = List.copyOf(documents);
        }

        /** One who listens to no document in particular. */
        public Present(String user, String displayName) {
            this(user, displayName, List.of());
        }
    }
}
