package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes of spaces as those see them who listen with a selector, or want whole documents.
 *
 * <p>Whether a document is in a selection, or has left it, is known to the metadata service alone, which has its fields. So
 * each change of the space is a reason to read the feed on with the selector: once for all who listen with the same one, and
 * once for all that happens while a read is on its way. For one event loop.
 */
final class Selections {
    private static final int MAX_SELECTIONS = 1_000;

    private final Hub hub;
    private final JoiningSources sources;
    private final Subscriptions subscriptions;
    private final Joining joining;
    private final Map<String, Selection> selections = new HashMap<>();

    private static final class Selection {
        final String space;
        final String topic;
        final Wanted wanted;
        Cursor at;
        boolean isReading;
        boolean hasNews;

        Selection(Subscription first, Wanted wanted, String space, Cursor at) {
            this.space = space;
            this.topic = first.topic();
            this.wanted = wanted;
            this.at = at;
        }
    }

    Selections(Hub hub, JoiningSources sources, Subscriptions subscriptions, Joining joining) {
        this.hub = hub;
        this.sources = sources;
        this.subscriptions = subscriptions;
        this.joining = joining;
    }

    /**
     * Ends when what comes after the head that can be read from now on reaches the subscription. Fails with RATE_LIMITED
     * when there are too many different ones.
     */
    Future<Void> open(Subscription subscription, Wanted wanted, String space) {
        if (selections.containsKey(subscription.list())) {
            return Future.succeededFuture();
        }
        if (wanted.selector() != null && selections.size() >= MAX_SELECTIONS) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.RATE_LIMITED, "too many different selectors are listened to: use one of those"));
        }
        return sources.head(space)
                .onSuccess(head -> selections.computeIfAbsent(
                        subscription.list(),
                        list -> new Selection(subscription, wanted, space, new Cursor(head.epoch(), head.seq()))))
                .mapEmpty();
    }

    /** Nobody listens to it any more. */
    void close(String list) {
        selections.remove(list);
    }

    /** Something happened in the topic of these. */
    void changed(Set<String> lists) {
        lists.forEach(this::read);
    }

    /** The listeners of the space were told to reload, and that what follows comes after the cursor. */
    void startedOver(String space, Cursor at) {
        for (var selection : selections.values()) {
            if (selection.space.equals(space)
                    && (selection.at.epoch() != at.epoch() || selection.at.seq() < at.seq())) {
                selection.at = at;
            }
        }
    }

    private void read(String list) {
        var selection = selections.get(list);
        if (selection == null) {
            return;
        }
        if (selection.isReading) {
            selection.hasNews = true;
            return;
        }
        selection.isReading = true;
        selection.hasNews = false;
        var from = selection.at;
        sources.changes(Actor.SYSTEM, selection.space, from.encode(), selection.wanted)
                .onSuccess(page -> received(list, selection, from, page))
                .onFailure(failure -> {
                    selection.isReading = false;
                    if (isGone(failure)) {
                        gone(list, selection);
                    } else {
                        hub.later(() -> read(list));
                    }
                });
    }

    private void received(String list, Selection selection, Cursor from, Changes page) {
        selection.isReading = false;
        if (!from.equals(selection.at)) {
            // It was started over meanwhile.
            read(list);
            return;
        }
        selection.at = Cursor.parse(page.cursor());
        var listeners = subscriptions.of(list);
        page.changes().stream()
                .mapToLong(change -> change.accessVersion())
                .max()
                .ifPresent(version -> List.copyOf(listeners).stream()
                        .filter(listener -> listener.isAccessInDoubt(version))
                        .forEach(joining::askAgain));
        page.changes()
                .forEach(change ->
                        hub.handOut(new Delivery(List.of(selection.topic), new Signal.Happened(change)), listeners));
        if (page.pending() > 0 || selection.hasNews) {
            read(list);
        }
    }

    private void gone(String list, Selection selection) {
        sources.head(selection.space)
                .onSuccess(head -> {
                    selection.at = new Cursor(head.epoch(), head.seq());
                    var resync =
                            new Signal.Resync(selection.space, Signal.Resync.Reason.CURSOR_GONE, selection.at.encode());
                    hub.handOut(new Delivery(List.of(selection.topic), resync), subscriptions.of(list));
                })
                .onFailure(failure -> hub.later(() -> read(list)));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.CURSOR_GONE;
    }
}
