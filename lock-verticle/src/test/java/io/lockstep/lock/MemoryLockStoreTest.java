package io.lockstep.lock;

/** The model keeps to the contract. */
final class MemoryLockStoreTest extends LockStoreContract {
    private final LockStore store = new MemoryLockStore(now::get, LIMITS);

    @Override
    public LockStore store() {
        return store;
    }
}
