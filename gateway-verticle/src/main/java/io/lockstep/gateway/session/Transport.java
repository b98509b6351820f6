package io.lockstep.gateway.session;

/** A connected socket, whatever carries it. Called on its own event loop only. */
public interface Transport {
    /** Writes a message, at the latest at the end of this turn of the loop; the caller has looked at {@link #isWritable}. */
    void write(Frame frame);

    /** Whether the socket takes more without queueing in memory. */
    boolean isWritable();

    /** Calls the handler each time the socket has become writable again. */
    void onDrain(Runnable handler);

    /** Ends the socket; nothing is written afterwards. */
    void close(CloseCause cause);
}
