package io.lockstep.deploy.delivery;

import org.jspecify.annotations.Nullable;

/** What a {@link Viewer} keeps of one space over all his connections. */
final class View {
    final String space;
    final Replica replica = new Replica();

    /** From where he would go on; null before the first time. */
    @Nullable
    String cursor;

    /** He has asked to listen, and was not told that he does not. */
    boolean isListening;

    boolean isWaitingToListen;
    boolean isLoading;
    boolean isReading;

    /** How often he was told to load the documents anew: what he had asked for before does not count then. */
    int fresh;

    View(String space) {
        this.space = space;
    }

    boolean isAt(long head) {
        return cursor != null && Api.seq(cursor) >= head && replica.isComplete();
    }

    @Override
    public String toString() {
        return space + " at " + cursor + (isListening ? "" : " not listening") + (replica.isStale() ? " stale" : "")
                + " unread " + replica.unread();
    }
}
