package io.lockstep.dispatcher;

import io.vertx.core.Future;
import java.util.List;

/** The port that knows who sees which storage. */
interface StorageMap {
    /**
     * Where users see something of a storage; empty for one that is not known. Fails with UNAVAILABLE when that cannot be found
     * out now.
     */
    Future<List<Mount>> mounts(long storage);

    default void close() {}

    /**
     * A user sees a part of a storage.
     *
     * @param root the path within the storage from which he sees it; empty for all of it
     */
    record Mount(String user, String root) {
        /** Whether he sees the path: it is the root or below it. {@code foo/barbaz} is not below {@code foo/bar}. */
        boolean covers(String path) {
            return root.isEmpty() || path.equals(root) || path.startsWith(root.endsWith("/") ? root : root + "/");
        }
    }
}
