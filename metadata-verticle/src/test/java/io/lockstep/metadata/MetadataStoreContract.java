package io.lockstep.metadata;

import io.lockstep.contract.lock.WhenLocksAreAway;

/** The suite that every store passes, behind the services that it is made for. */
abstract class MetadataStoreContract
        implements WritingContract,
                DefinitionContract,
                UnitContract,
                ListingContract,
                LockingContract,
                FeedContract,
                ImportContract,
                SyncContract,
                ReconcileContract,
                SpaceContract,
                AccountContract,
                QuotaContract {
    abstract Turns turns();

    @Override
    public Rig rig() {
        return new Rig(store(), turns()).withSpace();
    }

    @Override
    public Rig rigThatAllowsWritesWithoutLocks() {
        return new Rig(store(), turns(), WhenLocksAreAway.ALLOW, "test:allowed").withSpace();
    }
}
