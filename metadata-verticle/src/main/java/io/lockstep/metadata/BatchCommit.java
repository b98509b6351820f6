package io.lockstep.metadata;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one batch: ask the locks, decide and store, publish what happened, answer. Events go out only after the
 * commit, and before the answers.
 */
final class BatchCommit {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCommit.class);

    private final LockGuard locks;
    private final DocumentStore store;
    private final WriteRules rules;
    private final Consumer<List<Event>> events;
    private final Clock clock;

    BatchCommit(LockGuard locks, DocumentStore store, WriteRules rules, Consumer<List<Event>> events, Clock clock) {
        this.locks = locks;
        this.store = store;
        this.rules = rules;
        this.events = events;
        this.clock = clock;
    }

    Future<List<Outcome<Written>>> commit(List<Write> batch) {
        return locks.judge(batch)
                .compose(judged -> store.commit(judged, standing -> rules.decide(judged, standing, now())))
                .map(decisions -> {
                    publish(decisions.changes());
                    return decisions.outcomes();
                });
    }

    /** Millis, which every client can hold. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * What was before stands in the feed, for those who ask. Who is told of an import reads the documents: its changes
     * travel without what they changed.
     */
    private static Event published(Event.Changed change) {
        var told = change.with(null, null);
        return told.isQuiet() ? told.withoutPatch() : told;
    }

    /** What is lost here is found in the feed; the writes stand in any case. */
    private void publish(List<Event.Changed> changes) {
        try {
            events.accept(changes.stream().map(BatchCommit::published).toList());
        } catch (RuntimeException bug) {
            LOG.atError().addKeyValue("count", changes.size()).setCause(bug).log("events were not published");
        }
    }
}
