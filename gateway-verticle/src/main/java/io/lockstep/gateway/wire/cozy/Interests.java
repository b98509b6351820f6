package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.selector.Selector;
import io.lockstep.gateway.session.Frame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one socket wants of one topic, and how far it has been told. However many interests an event is of, it is told once.
 *
 * <p>A later interest may resume from before; the topic is then listened to anew, and what comes again is kept from the
 * interests that have had it. Single-threaded: the socket's event loop.
 */
final class Interests {
    private static final int MAX_SELECTIONS = 100;

    private final Map<Key, Interest> interests = new LinkedHashMap<>();

    /** Those of the interests that have a selector: each event is held against all of them. */
    private final List<Interest> selections = new ArrayList<>();

    private @Nullable Cursor position;

    /** From where nothing is missed by who has to listen anew: it may be behind the position. */
    private @Nullable Cursor safe;

    private record Key(String type, String id, @Nullable JsonObject selector) {
        static Key of(Command.Listen command) {
            return new Key(command.type(), command.id(), command.selector());
        }
    }

    private static final class Interest {
        final Command.Listen command;
        final @Nullable Selector selector;

        boolean isGone;

        /** Only what comes after it in the feed; null until the topic is listened to from where it begins. */
        @Nullable
        Cursor from;

        Interest(Command.Listen command, @Nullable Cursor from) {
            this.command = command;
            this.selector = command.selector() == null ? null : Selector.parse(command.selector());
            this.from = from;
        }
    }

    /**
     * Begins to be told of from where the topic stands, or, when the command resumes, once it is listened to anew. Fails with
     * BAD_REQUEST for a selector that is none, with RATE_LIMITED for one too many.
     */
    void add(Command.Listen command) {
        var interest = new Interest(command, command.resumes() ? null : position);
        remove(command);
        if (interest.selector != null && selections.size() >= MAX_SELECTIONS) {
            throw new ServiceException(
                    FailureCode.RATE_LIMITED, "a socket has at most " + MAX_SELECTIONS + " selectors for a doctype");
        }
        interests.put(Key.of(command), interest);
        if (interest.selector != null) {
            selections.add(interest);
        }
    }

    void remove(Command.Listen command) {
        var removed = interests.remove(Key.of(command));
        if (removed != null) {
            selections.remove(removed);
        }
    }

    int count() {
        return interests.size();
    }

    boolean isEmpty() {
        return interests.isEmpty();
    }

    List<Command.Listen> commands() {
        return interests.values().stream().map(interest -> interest.command).toList();
    }

    /** From where to listen anew without missing anything; empty before anything is known. */
    Optional<Cursor> safePosition() {
        return Optional.ofNullable(safe == null ? position : safe);
    }

    /** The topic is listened to from here. Who resumes from elsewhere waits for his own beginning. */
    void begin(Cursor cursor) {
        var reached = position;
        for (var interest : interests.values()) {
            if (interest.from != null) {
                interest.from = reached == null ? interest.from : reached;
            } else if (!interest.command.resumes()
                    || interest.isGone
                    || cursor.encode().equals(interest.command.since())) {
                interest.from = cursor;
            }
        }
        position = reached == null ? cursor : reached;
    }

    /** From where those who wait would resume is kept no longer: they begin where they can. Gives their commands. */
    List<Command.Listen> gone() {
        var resuming = interests.values().stream()
                .filter(interest -> interest.from == null && interest.command.resumes() && !interest.isGone)
                .toList();
        resuming.forEach(interest -> interest.isGone = true);
        return resuming.stream().map(interest -> interest.command).toList();
    }

    /** Whether somebody has been told something already, and must not miss what comes after it. */
    boolean hasBegun() {
        return interests.values().stream().anyMatch(interest -> interest.from != null);
    }

    /** All begin again, where the topic is listened to next. */
    void restart() {
        position = null;
        for (var interest : interests.values()) {
            interest.from = null;
            interest.isGone = true;
        }
    }

    /** What the client is told of an event; empty for nothing. */
    Optional<Frame> tell(TopicFrame.Happened event) {
        var change = event.change();
        var at = change == null ? null : Cursor.parse(change.cursor());
        long seq = change == null ? 0 : change.seq();
        var best = TopicFrame.Chosen.NO;
        boolean isWithSeq = false;
        for (var interest : of(event)) {
            var chosen = chosen(interest, event, seq);
            if (chosen != TopicFrame.Chosen.NO) {
                isWithSeq |= interest.command.since() != null;
                best = best.compareTo(chosen) < 0 ? chosen : best;
            }
        }
        if (at != null) {
            safe = at;
            advance(at, seq);
        }
        return best == TopicFrame.Chosen.NO ? Optional.empty() : Optional.of(event.as(best, isWithSeq));
    }

    /** Those that the event can be of: a socket may watch thousands of documents. */
    private List<Interest> of(TopicFrame.Happened event) {
        var found = new ArrayList<Interest>(2 + selections.size());
        for (var id : List.of("", event.id())) {
            var interest = interests.get(new Key(event.type(), id, null));
            if (interest != null) {
                found.add(interest);
            }
        }
        found.addAll(selections);
        return found;
    }

    private static TopicFrame.Chosen chosen(Interest interest, TopicFrame.Happened event, long seq) {
        var command = interest.command;
        var from = interest.from;
        if (!command.type().equals(event.type())
                || !(command.id().isEmpty() || command.id().equals(event.id()))
                || (event.change() != null && (from == null || seq <= from.seq()))) {
            return TopicFrame.Chosen.NO;
        }
        return interest.selector == null ? TopicFrame.Chosen.AS_IT_IS : event.chosenBy(interest.selector);
    }

    private void advance(Cursor at, long seq) {
        var reached = position;
        if (reached == null || reached.epoch() != at.epoch() || reached.seq() < seq) {
            position = new Cursor(at.epoch(), seq);
        }
    }

    /** Takes out those that are no longer allowed, and gives them. */
    List<Command.Listen> removeUnless(Predicate<Command.Listen> isAllowed) {
        var refused = commands().stream().filter(isAllowed.negate()).toList();
        refused.forEach(this::remove);
        return refused;
    }
}
