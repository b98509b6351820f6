package io.lockstep.metadata;

import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.LockVerdicts;
import io.vertx.core.Future;

/** The port to whoever knows the locks. Fails with UNAVAILABLE when he cannot tell. */
@FunctionalInterface
interface LockCheck {
    Future<LockVerdicts> check(CheckLocks request);
}
