package io.lockstep.gateway.auth;

import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;

/** Tells who shows these credentials. */
public interface Authenticator {
    /** Fails with UNAUTHENTICATED when they are wrong, with UNAVAILABLE when that cannot be found out now. */
    Future<Identity> authenticate(Credentials credentials);
}
