package io.lockstep.metadata;

import io.vertx.core.Future;
import java.util.Optional;

/** Passwords that are kept as they are, so that tests need not wait for their hashes. */
final class PlainPasswords implements Passwords {
    @Override
    public Future<String> hash(String password) {
        return Future.succeededFuture("plain " + password);
    }

    @Override
    public Future<Boolean> matches(String password, Optional<String> hash) {
        return Future.succeededFuture(hash.equals(Optional.of("plain " + password)));
    }
}
