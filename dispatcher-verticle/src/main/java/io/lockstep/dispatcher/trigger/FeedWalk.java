package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerWork.Feed;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks through feeds that have gone on, and has a job kept for whatever a rule matches.
 *
 * <p>A feed that cannot be looked through stays where it was and is told; the others do not wait for it. Confined to one event
 * loop.
 */
final class FeedWalk {
    private static final int PAGE = 100;
    private static final int MAX_DIRECTORIES = 1_000;

    private final Metadata metadata;
    private final Triggers triggers;
    private final Consumer<Throwable> failed;
    private boolean isClosed;

    FeedWalk(Metadata metadata, Triggers triggers, Consumer<Throwable> failed) {
        this.metadata = metadata;
        this.triggers = triggers;
        this.failed = failed;
    }

    /**
     * A page of each, one after the other, so that a long one does not keep the others waiting. Never fails.
     *
     * @return whether a feed that was looked through goes on after its page
     */
    Future<Boolean> through(TriggerIndex index, List<Feed> feeds) {
        Future<Boolean> done = Future.succeededFuture(false);
        for (var feed : feeds) {
            done = done.compose(
                    goesOn -> page(index, feed).map(more -> more || goesOn).otherwise(failure -> {
                        failed.accept(failure);
                        return goesOn;
                    }));
        }
        return done;
    }

    /** Begins no other page. */
    void close() {
        isClosed = true;
    }

    private Future<Boolean> page(TriggerIndex index, Feed feed) {
        if (isClosed) {
            return Future.succeededFuture(false);
        }
        return directories(index, feed.space())
                .compose(paths -> metadata.changes(
                                new ListChanges(Actor.SYSTEM, feed.space(), feed.from(), PAGE, null, null, true))
                        .compose(page -> keep(index, feed, page, paths).map(isKept -> isKept && page.pending() > 0)));
    }

    private Future<Boolean> keep(TriggerIndex index, Feed feed, Changes page, Map<String, String> directories) {
        var jobs = index.jobs(feed.space(), Happening.of(page.changes()), new Matching(index.dialect(), directories));
        return triggers.enqueue(new EnqueueJobs(index.version(), feed.space(), feed.known(), page.cursor(), jobs))
                .map(enqueued -> enqueued.accepted());
    }

    // Directories

    /** The paths of those that rules may name. Fails when they cannot be told: a rule would pass over what it matches. */
    private Future<Map<String, String>> directories(TriggerIndex index, String space) {
        var ids = List.copyOf(index.directories(space));
        Future<Map<String, String>> found = Future.succeededFuture(new HashMap<>());
        for (int first = 0; first < ids.size(); first += MAX_DIRECTORIES) {
            var asked = ids.subList(first, Math.min(ids.size(), first + MAX_DIRECTORIES));
            found = found.compose(paths -> paths(index.dialect(), space, asked).map(more -> {
                paths.putAll(more);
                return paths;
            }));
        }
        return found;
    }

    private Future<Map<String, String>> paths(TriggerDialect dialect, String space, List<String> ids) {
        return metadata.list(new ListDocuments(
                        Actor.SYSTEM, space, null, ids.size(), new ArrayList<>(ids), null, null, null, null))
                .map(page -> {
                    Map<String, String> paths = new HashMap<>();
                    page.documents()
                            .forEach(document -> dialect.tree()
                                    .map(tree -> document.fields().getValue(tree.path()))
                                    .filter(String.class::isInstance)
                                    .ifPresent(path -> paths.put(document.document(), (String) path)));
                    return paths;
                })
                .recover(
                        failure -> isAbsent(failure) ? Future.succeededFuture(Map.of()) : Future.failedFuture(failure));
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.NOT_FOUND;
    }
}
