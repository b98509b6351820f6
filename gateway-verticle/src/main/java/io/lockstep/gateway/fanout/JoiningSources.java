package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What a session that starts to listen has to read first. */
public interface JoiningSources {
    /** The head of one space's feed; fails with NOT_FOUND when there is no such space. */
    Future<Heads.Head> head(String space);

    /**
     * The changes after a cursor, a page at a time; fails with CURSOR_GONE when they are kept no longer.
     *
     * @param wanted null for all of them as they are told
     */
    Future<Changes> changes(Actor actor, String space, String cursor, @Nullable Wanted wanted);

    /** The locks that stand; fails with UNAVAILABLE when the lock store is away. */
    Future<LockSnapshot> locks(String space);
}
