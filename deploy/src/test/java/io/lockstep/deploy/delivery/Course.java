package io.lockstep.deploy.delivery;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far one client has got in one space, by what he was told: finds gaps, repeats, disorder, and cursors that promise more
 * than he has had.
 *
 * <p>The feed says which changes a merged one stands for: as many of the document's as it says, up to its own number. While a
 * cursor is held back, changes above it are remembered one by one.
 */
final class Course {
    private static final String UNKNOWN = "the feed has no such change: ";

    private final Map<Long, Seen.Changed> feed;
    private final Map<String, List<Long>> seqsByDocument;
    private final Consumer<String> findings;
    private final TreeSet<Long> above = new TreeSet<>();
    private @Nullable Seen end;
    private boolean hasBegun;
    private long had;
    private long last;

    Course(Map<Long, Seen.Changed> feed, Map<String, List<Long>> seqsByDocument, Consumer<String> findings) {
        this.feed = feed;
        this.seqsByDocument = seqsByDocument;
        this.findings = findings;
    }

    void take(Seen seen) {
        if (seen instanceof Seen.Joined joined) {
            if (hasBegun && joined.cursor() != had) {
                findings.accept("went on from another cursor than " + had + ": " + joined);
            }
            end = null;
            moveTo(joined.cursor());
        } else if (seen instanceof Seen.Resync resync) {
            if (resync.cursor() < had) {
                findings.accept("goes back from " + had + ": " + resync);
            }
            moveTo(resync.cursor());
        } else if (seen instanceof Seen.Left || seen instanceof Seen.Refused) {
            end = seen;
        } else if (seen instanceof Seen.Changed change) {
            changed(change);
        }
    }

    /** Whether he has had everything up to the head. */
    void end(long head) {
        if (hasBegun && (had != head || !above.isEmpty())) {
            findings.accept("never had the changes after " + had + " of " + head + ", but " + above);
        }
    }

    private void moveTo(long cursor) {
        hasBegun = true;
        had = cursor;
        last = cursor;
        above.clear();
    }

    private void changed(Seen.Changed change) {
        if (!hasBegun || end != null) {
            findings.accept("was told while not listening, after " + end + ": " + change);
        }
        if (change.seq() <= last) {
            findings.accept("repeated or out of order after " + last + ": " + change);
        }
        last = Math.max(last, change.seq());
        requireAsInFeed(change);
        covered(change).forEach(seq -> {
            if (seq <= had || !above.add(seq)) {
                findings.accept("change " + seq + " came twice: " + change);
            }
        });
        moveCursor(change);
    }

    private void requireAsInFeed(Seen.Changed change) {
        var written = feed.get(change.seq());
        if (written == null
                || !written.document().equals(change.document())
                || written.revision() != change.revision()) {
            findings.accept(UNKNOWN + change);
        } else if (change.changes() == 1
                && (written.verb() != change.verb() || !Objects.equals(written.patch(), change.patch()))) {
            findings.accept("not what the feed says, " + written + ": " + change);
        }
    }

    private List<Long> covered(Seen.Changed change) {
        var seqs = seqsByDocument.getOrDefault(change.document(), List.of());
        var end = Collections.binarySearch(seqs, change.seq()) + 1;
        if (end <= 0) {
            return List.of(change.seq());
        }
        if (change.changes() > end) {
            findings.accept("merged of more than there are: " + change);
        }
        return seqs.subList(Math.max(0, end - change.changes()), end);
    }

    private void moveCursor(Seen.Changed change) {
        if (change.cursor() > change.seq()) {
            findings.accept("its cursor is ahead of it: " + change);
        }
        if (change.cursor() < had) {
            findings.accept("the cursor went back from " + had + ": " + change);
            return;
        }
        for (var seq = had + 1; seq <= change.cursor(); seq++) {
            if (!above.remove(seq)) {
                findings.accept("change " + seq + " was skipped before " + change);
            }
        }
        had = change.cursor();
    }
}
