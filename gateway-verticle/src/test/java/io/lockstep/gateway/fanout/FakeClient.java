package io.lockstep.gateway.fanout;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.session.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A client whose wire says each signal in one plain word, and who remembers what he was told. */
final class FakeClient implements Transport {
    static final Encoder WORDS = (topic, signal) -> List.of(new Frame(word(signal)));

    /** As {@link #WORDS}, with what a field of the document was before and is now. */
    static final Encoder WHOLE = new Encoder() {
        @Override
        public List<Frame> encode(String topic, Signal signal) {
            return signal instanceof Signal.Happened happened && happened.event() instanceof Event.Changed changed
                    ? List.of(new Frame(word(signal) + " " + changed.before() + " " + changed.current()))
                    : WORDS.encode(topic, signal);
        }

        @Override
        public boolean readsDocuments() {
            return true;
        }
    };

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    volatile boolean isReading = true;
    volatile Runnable onDrain = () -> {};

    private static String word(Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            if (happened.event() instanceof Event.Changed changed) {
                return (changed.verb() == Verb.LEFT ? "left " : "changed ") + changed.seq();
            }
            if (happened.event() instanceof Event.Locked locked) {
                return "locked " + locked.lockSeq() + " " + locked.field();
            }
            return happened.event() instanceof Event.Unlocked unlocked
                    ? "unlocked " + unlocked.lockSeq() + " " + unlocked.field()
                    : happened.event().getClass().getSimpleName();
        }
        if (signal instanceof Signal.Merged merged) {
            return "merged " + merged.changes() + " to " + merged.change().seq();
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            var locks = snapshot.locks();
            return "snapshot " + snapshot.cursor() + " " + locks.lockSeq()
                    + locks.locks().stream().map(lock -> " " + lock.field()).collect(Collectors.joining());
        }
        if (signal instanceof Signal.Presence presence) {
            return "presence "
                    + presence.users().stream().map(Signal.Present::user).toList();
        }
        if (signal instanceof Signal.Missed) {
            return "missed";
        }
        return signal instanceof Signal.Resync resync ? "resync " + resync.reason() : "revoked";
    }

    /** What was told up to and including the first text that starts so; presence left out. */
    @CanIgnoreReturnValue
    List<String> until(String end) throws InterruptedException {
        return until(end, false);
    }

    @CanIgnoreReturnValue
    List<String> until(String end, boolean withPresence) throws InterruptedException {
        return until(text -> text.startsWith(end), withPresence, end);
    }

    /** What was told up to and including the first text that names the lock; presence left out. */
    List<String> untilLocked(String field) throws InterruptedException {
        return until(text -> text.matches("(snapshot|locked) .* " + field + "( .*)?"), false, field);
    }

    private List<String> until(Predicate<String> isEnd, boolean withPresence, String end) throws InterruptedException {
        var texts = new ArrayList<String>();
        while (true) {
            var text = told.poll(20, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("'" + end + "' did not come; what came: " + texts);
            }
            if (withPresence || !text.startsWith("presence")) {
                texts.add(text);
            }
            if (isEnd.test(text)) {
                return texts;
            }
        }
    }

    /** Whether nothing was told that nobody has looked at. */
    boolean isSilent() {
        return told.stream().allMatch(text -> text.startsWith("presence"));
    }

    @Override
    public void write(Frame frame) {
        told.add(frame.text());
    }

    @Override
    public boolean isWritable() {
        return isReading;
    }

    @Override
    public void onDrain(Runnable handler) {
        onDrain = handler;
    }

    @Override
    public void close(CloseCause cause) {
        told.add("closed " + cause);
    }
}
