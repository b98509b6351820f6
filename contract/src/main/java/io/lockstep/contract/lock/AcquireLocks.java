package io.lockstep.contract.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes or renews several locks of a space, all or none. Fails with LOCKED, carrying the {@code lock} that stands in the way
 * (the oldest), when any of them is not to be had; nothing changes then.
 *
 * @param cells 1 to 100, none twice
 * @param displayName as in {@link AcquireLock}, as are the others
 */
public record AcquireLocks(
        Actor actor,
        String displayName,
        String space,
        List<Cell> cells,
        Long ttlMillis,
        @Nullable Exclusive exclusive,
        @Nullable Boolean releaseOnDisconnect) {
    public static final int MAX_CELLS = 100;

    public AcquireLocks(
            Actor actor,
            @Nullable String displayName,
            String space,
            List<Cell> cells,
            @Nullable Long ttlMillis,
            @Nullable Exclusive exclusive,
            @Nullable Boolean releaseOnDisconnect) {
        this.actor = Require.present(actor, "actor");
        this.displayName = displayName == null ? actor.user() : displayName;
        this.space = SpaceId.check(space);
        this.cells = List.copyOf(Require.present(cells, "cells"));
        Require.within(this.cells.size(), 1, MAX_CELLS, "cells");
        if (new HashSet<>(this.cells).size() < this.cells.size()) {
            throw Require.badRequest("'cells' names a cell twice");
        }
        this.ttlMillis = AcquireLock.ttl(ttlMillis);
        this.exclusive = Exclusive.check(exclusive, actor);
        this.releaseOnDisconnect = releaseOnDisconnect;
    }

    /** The owner that the locks will have. */
    public LockOwner owner() {
        return LockOwner.of(actor, exclusive);
    }

    /**
     * One of them.
     *
     * @param field {@code *} for the whole document
     */
    public record Cell(String document, String field) {
        public Cell {
            Require.name(document, "document");
            Require.name(field, "field");
        }
    }
}
