package io.lockstep.contract.lease;

import io.lockstep.contract.Bus;
import io.lockstep.contract.Operation;
import io.vertx.core.Future;
import java.time.Duration;

/** The typed client of the leases that are kept in PostgreSQL. A Future may fail with UNAVAILABLE. */
public final class Leases {
    public static final Operation<HoldLease, Lease> HOLD =
            new Operation<>("lockstep.lease.hold", HoldLease.class, Lease.class, Duration.ofSeconds(2));

    private final Bus bus;

    public Leases(Bus bus) {
        this.bus = bus;
    }

    public Future<Lease> hold(HoldLease request) {
        return bus.request(HOLD, request);
    }
}
