package io.lockstep.contract.push;

import io.lockstep.contract.Require;

/**
 * Asks every gateway node for its counts.
 *
 * @param replyTo the address to which each sends them
 */
public record CountPushSockets(String replyTo) {
    public CountPushSockets {
        Require.present(replyTo, "replyTo");
    }
}
