package io.lockstep.metadata;

/** The suite against the model. */
final class MemoryMetadataStoreTest extends MetadataStoreContract {
    private final MetadataStore store = new MemoryMetadataStore();
    private final Turns turns = Turns.direct();

    @Override
    public MetadataStore store() {
        return store;
    }

    @Override
    Turns turns() {
        return turns;
    }
}
