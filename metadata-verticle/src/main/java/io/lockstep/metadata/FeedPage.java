package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.selector.Selector;
import io.lockstep.metadata.DocumentStore.Entry;
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
     * @param selector null for all changes
     */
    static Changes of(Sight<Entry> sight, @Nullable Cursor since, @Nullable Selector selector) {
        var head = sight.head();
        var from = since == null ? new Cursor(head.epoch(), head.floor()) : since;
        if (from.epoch() != head.epoch() || from.seq() < head.floor() || from.seq() > head.seq()) {
            throw Refusals.cursorGone(head);
        }
        var entries = sight.items();
        long last = entries.isEmpty()
                ? from.seq()
                : entries.get(entries.size() - 1).change().seq();
        return new Changes(chosen(entries, selector), head.cursor(last), head.seq() - last);
    }

    private static List<Event.Changed> chosen(List<Entry> entries, @Nullable Selector selector) {
        return selector == null
                ? entries.stream().map(Entry::change).toList()
                : entries.stream()
                        .map(entry -> chosen(entry, selector))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /**
     * What is known of a document is its fields now and which fields a change touched. One that does not match now may have
     * left by any change of a field that the selector looks at.
     */
    private static Optional<Event.Changed> chosen(Entry entry, Selector selector) {
        var change = entry.change();
        if (change.verb() == Verb.DELETED || selector.matches(entry.fields())) {
            return Optional.of(change);
        }
        var patch = change.patch();
        boolean mayHaveLeft = change.verb() == Verb.UPDATED
                && (patch == null || selector.fields().stream().anyMatch(patch::containsKey));
        return mayHaveLeft ? Optional.of(change.left()) : Optional.empty();
    }
}
