package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.selector.Selector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run of a feed becomes the answer to who asked for it. Pure. */
final class FeedPage {
    private FeedPage() {}

    /**
     * Fails with CURSOR_GONE when the feed does not reach back to the cursor, or never got that far.
     *
     * @param since null for the beginning of what the feed keeps
     * @param request whose selector, if it has one, needs the whole changes
     */
    static Changes of(
            Sight<Event.Changed> sight, @Nullable Cursor since, @Nullable Selector selector, ListChanges request) {
        var head = sight.head();
        var from = since == null ? new Cursor(head.epoch(), head.floor()) : since;
        if (from.epoch() != head.epoch() || from.seq() < head.floor() || from.seq() > head.seq()) {
            throw Refusals.cursorGone(head);
        }
        var changes = sight.items();
        boolean isLastPage = request.document() != null && changes.size() < request.limit();
        long last = isLastPage
                ? head.seq()
                : changes.isEmpty()
                        ? from.seq()
                        : changes.get(changes.size() - 1).seq();
        var told = chosen(changes, selector).stream()
                .map(change -> request.isWhole() ? change : change.with(null, null))
                .toList();
        return new Changes(told, head.cursor(last), head.seq() - last);
    }

    private static List<Event.Changed> chosen(List<Event.Changed> changes, @Nullable Selector selector) {
        return selector == null
                ? changes
                : changes.stream()
                        .map(change -> chosen(change, selector))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** What left the selection by this change, or may have: it matches no longer, and the change was of what is looked at. */
    private static Optional<Event.Changed> chosen(Event.Changed change, Selector selector) {
        var current = change.current();
        if (change.verb() == Verb.DELETED || (current != null && selector.matches(current.fields()))) {
            return Optional.of(change);
        }
        var patch = change.patch();
        boolean mayHaveLeft = change.verb() == Verb.UPDATED
                && (patch == null || selector.fields().stream().anyMatch(patch::containsKey));
        return mayHaveLeft ? Optional.of(change.left()) : Optional.empty();
    }
}
