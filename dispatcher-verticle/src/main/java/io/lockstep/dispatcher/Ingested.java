package io.lockstep.dispatcher;

import io.lockstep.contract.event.Event;
import java.util.List;

/** What a message on one of the Redis {@link Channel}s says. */
sealed interface Ingested {
    /** Events as they are. */
    record Happened(List<Event> events) implements Ingested {
        public Happened {
            events = List.copyOf(events);
        }

        static Happened one(Event event) {
            return new Happened(List.of(event));
        }
    }

    /**
     * A file of a storage changed; who sees it is to be found out.
     *
     * @param path within the storage
     * @param fileId as unsigned 64 bits
     */
    record StorageChanged(long storage, String path, long fileId) implements Ingested {}

    /** A Nextcloud has given its user a token for one login. */
    record PreAuthIssued(String user, String token) implements Ingested {
        /** Without the token. */
        @Override
        public String toString() {
            return "PreAuthIssued[user=" + user + "]";
        }
    }

    /** The number of a Nextcloud's self-test. */
    record TestCookie(long cookie) implements Ingested {}

    /** Another log level for a while, as the text of the original's option says it. */
    record LogLevelSet(String spec) implements Ingested {}

    /** The log level before the last {@link LogLevelSet}. */
    record LogLevelRestored() implements Ingested {}

    /** Somebody wants to read the counts. */
    record CountsAsked() implements Ingested {}

    /** All sockets are to be closed. */
    record SocketsReset() implements Ingested {}
}
