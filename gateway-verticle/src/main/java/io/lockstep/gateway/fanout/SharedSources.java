package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Heads and locks read once for all sessions of an event loop that come at the same time; see {@link Turns}. */
final class SharedSources implements JoiningSources {
    private final JoiningSources sources;
    private final Turns<String, Heads.Head> heads;
    private final Turns<String, LockSnapshot> locks;

    SharedSources(JoiningSources sources) {
        this.sources = sources;
        this.heads = new Turns<>(sources::head);
        this.locks = new Turns<>(sources::locks);
    }

    @Override
    public Future<Heads.Head> head(String space) {
        return heads.ask(space);
    }

    @Override
    public Future<Changes> changes(Actor actor, String space, String cursor, @Nullable Wanted wanted) {
        return sources.changes(actor, space, cursor, wanted);
    }

    @Override
    public Future<LockSnapshot> locks(String space) {
        return locks.ask(space);
    }
}
