package io.lockstep.dispatcher;

import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link StorageMap} of an installation without one: nobody sees any storage, which is said once. */
final class NoStorageMap implements StorageMap {
    private static final Logger LOG = LoggerFactory.getLogger(NoStorageMap.class);

    private boolean isSaid;

    @Override
    public Future<List<Mount>> mounts(long storage) {
        if (!isSaid) {
            isSaid = true;
            LOG.warn("changes of storages are dropped: no database is configured that knows who sees them");
        }
        return Future.succeededFuture(List.of());
    }
}
