package io.lockstep.deploy.delivery;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One client's connection to the server. It belongs to the event loop that made it. */
interface Link {
    /** Listens to a space, from a cursor on, or from now on. */
    void listen(String space, @Nullable String cursor);

    /** What is told to a client; nothing after the end. */
    interface Listener {
        /** The link can be used now. */
        void opened();

        void event(String space, JsonObject event);

        /** He does not listen to the space, or no longer; {@code status} is an HTTP status. */
        void refused(String space, int status);

        /** It cannot be used any more. */
        void ended(String why);
    }

    /** Reads no more of what comes, so that it has to wait in the server. */
    void pause();

    void resume();

    /**
     * Nothing is told any more.
     *
     * @param isPolite false to cut the connection without a word
     */
    void close(boolean isPolite);
}
