package io.lockstep.contract.lease;

import io.lockstep.contract.Require;

/**
 * Takes or renews the right to do a work that one node at a time does.
 *
 * @param name of the work
 * @param holder a name of his own, new at each start
 * @param ttlMillis after which the right ends unless it is renewed, 1 s to 1 min; 0 gives it back
 */
public record HoldLease(String name, String holder, long ttlMillis) {
    public HoldLease {
        Require.name(name, "name");
        Require.name(holder, "holder");
        if (ttlMillis != 0) {
            Require.within(ttlMillis, 1_000, 60_000, "ttlMillis");
        }
    }
}
