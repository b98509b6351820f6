package io.lockstep.metadata;

import io.vertx.core.Future;
import java.util.Optional;

/** The port to the hashing of passwords, which is slow on purpose. Fails with UNAVAILABLE when too many are waiting. */
interface Passwords {

    /** A salted hash; fails with BAD_REQUEST for a password that cannot be told from every other one. */
    Future<String> hash(String password);

    /**
     * Whether it is the password that was hashed. Takes as long when there is no hash.
     *
     * @param hash empty when there is no account; the answer is no
     */
    Future<Boolean> matches(String password, Optional<String> hash);
}
