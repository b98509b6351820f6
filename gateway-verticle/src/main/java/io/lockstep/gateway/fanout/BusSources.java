package io.lockstep.gateway.fanout;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a joining session needs from the services on the bus. */
public final class BusSources implements JoiningSources {
    private static final int PAGE = 1_000;

    private final Metadata metadata;
    private final Locks locks;

    public BusSources(Metadata metadata, Locks locks) {
        this.metadata = metadata;
        this.locks = locks;
    }

    @Override
    public Future<Heads.Head> head(String space) {
        return metadata.heads(new ListHeads(List.of(space)))
                .map(heads -> heads.heads().stream()
                        .findFirst()
                        .orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "there is no space " + space)));
    }

    @Override
    public Future<Changes> changes(Actor actor, String space, String cursor, @Nullable Wanted wanted) {
        return metadata.changes(
                wanted == null
                        ? new ListChanges(actor, space, cursor, PAGE)
                        : new ListChanges(
                                actor,
                                space,
                                cursor,
                                PAGE,
                                wanted.selector(),
                                wanted.document(),
                                wanted.isWhole() ? true : null));
    }

    @Override
    public Future<LockSnapshot> locks(String space) {
        return locks.list(new ListLocks(space, null));
    }
}
