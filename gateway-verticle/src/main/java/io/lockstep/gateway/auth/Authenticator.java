package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;

/** Tells who shows these credentials. */
public interface Authenticator {
    /**
     * Fails with UNAUTHENTICATED when they are wrong, with UNAVAILABLE when that cannot be found out now. The identity may be
     * limited to a scope, which the caller must keep to.
     */
    Future<Identity> authenticateLimited(Credentials credentials);

    /** As {@link #authenticateLimited}, for who knows no scopes: fails with FORBIDDEN for a token that is limited to one. */
    default Future<Identity> authenticate(Credentials credentials) {
        return authenticateLimited(credentials)
                .compose(
                        identity -> identity.scope() == null
                                ? Future.succeededFuture(identity)
                                : Future.failedFuture(
                                        new ServiceException(
                                                FailureCode.FORBIDDEN,
                                                "this token is limited to a scope, which counts for /realtime and /data only: use one without")));
    }
}
