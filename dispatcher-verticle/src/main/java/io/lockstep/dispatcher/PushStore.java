package io.lockstep.dispatcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * What the push protocol keeps for all nodes, and what a Nextcloud reads there or leaves. Every operation is atomic, and every
 * Future may fail with UNAVAILABLE; then it may have been carried out all the same.
 */
interface PushStore {
    /** Keeps for whom a token is good; what was kept under the same hash is replaced. */
    Future<Void> putToken(String hash, String user, Duration ttl);

    /** For whom the token is good; it is kept no longer. Of several who ask one is answered. */
    Future<Optional<String>> takeToken(String hash);

    /** The token that a Nextcloud has left for its self-test. */
    Future<Optional<String>> testToken();

    Future<Void> putCookie(long cookie);

    /** The last one; 0 when there is none. */
    Future<Long> cookie();

    /** Leaves the version where a Nextcloud looks for it. */
    Future<Void> putVersion(String version);

    /** Leaves the counts, as JSON, where a Nextcloud looks for them. */
    Future<Void> putMetrics(String json);

    /** Whether a node listens to what is published. */
    Future<Boolean> hasListener();
}
