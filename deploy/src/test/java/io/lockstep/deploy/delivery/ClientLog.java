package io.lockstep.deploy.delivery;

import java.util.List;

/** Everything that one client saw, in order. */
record ClientLog(String client, String user, List<Entry> entries) {
    /** @param nanos as of {@link System#nanoTime} */
    record Entry(long nanos, Seen seen) {}

    @Override
    public String toString() {
        return client + " (" + user + ")";
    }
}
