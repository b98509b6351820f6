package io.lockstep.gateway.fanout;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an import that the listeners of one space have not been told of. They are told once: when the import is
 * flushed, before a change that is shown by itself (nothing overtakes what precedes it), or {@value #PATIENCE_MS} ms after the
 * last of them, because whoever imported may be gone. For one event loop, the feed loop.
 */
final class QuietChanges {
    private static final long PATIENCE_MS = 2_000;

    private final Vertx vertx;
    private final Consumer<String> tell;

    /** The last of them; null when there are none. */
    private @Nullable Cursor last;

    private long flushedTo;
    private boolean isWaiting;

    /** @param tell tells the listeners that everything up to a cursor has changed quietly */
    QuietChanges(Vertx vertx, Consumer<String> tell) {
        this.vertx = vertx;
        this.tell = tell;
    }

    /** The next change of the space in its order, a quiet one. */
    void add(Event.Changed quiet) {
        last = Cursor.parse(quiet.cursor());
        if (quiet.seq() == flushedTo) {
            tellNow();
        } else if (!isWaiting) {
            waitForMore(last);
        }
    }

    /** The import has been flushed up to a position, which the feed may not have reached here. */
    void flush(long seq, long position) {
        flushedTo = seq;
        if (position >= seq) {
            tellNow();
        }
    }

    /** Tells of those that there are. */
    void tellNow() {
        if (last != null) {
            var cursor = last.encode();
            last = null;
            tell.accept(cursor);
        }
    }

    private void waitForMore(Cursor seen) {
        isWaiting = true;
        vertx.setTimer(PATIENCE_MS, timer -> {
            isWaiting = false;
            if (seen.equals(last)) {
                tellNow();
            } else if (last != null) {
                waitForMore(last);
            }
        });
    }
}
