package io.lockstep.dispatcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@link PushStore} as a model. */
final class MemoryPushStore implements PushStore {
    final Map<String, String> tokens = new HashMap<>();
    Optional<String> testToken = Optional.empty();
    boolean hasListener;
    String version = "";
    String metrics = "";
    private long cookie;

    @Override
    public Future<Void> putToken(String hash, String user, Duration ttl) {
        tokens.put(hash, user);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<String>> takeToken(String hash) {
        return Future.succeededFuture(Optional.ofNullable(tokens.remove(hash)));
    }

    @Override
    public Future<Optional<String>> testToken() {
        return Future.succeededFuture(testToken);
    }

    @Override
    public Future<Void> putCookie(long number) {
        cookie = number;
        return Future.succeededFuture();
    }

    @Override
    public Future<Long> cookie() {
        return Future.succeededFuture(cookie);
    }

    @Override
    public Future<Void> putVersion(String told) {
        version = told;
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> putMetrics(String json) {
        metrics = json;
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> hasListener() {
        return Future.succeededFuture(hasListener);
    }
}
