package io.lockstep.contract.lease;

/**
 * The answer to who asks for a lease.
 *
 * @param held whether it is his now
 * @param fence grows with every new holder
 */
public record Lease(boolean held, long fence) {}
