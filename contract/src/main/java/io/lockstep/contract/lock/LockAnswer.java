package io.lockstep.contract.lock;

import java.time.Instant;

/**
 * A lock that the asking actor now holds.
 *
 * @param expiresInMs the time left, counted from the answer: needs no agreement of clocks
 * @param acquired true when it is new, false when it was renewed
 * @param lockSeq the space's lock counter after it
 */
public record LockAnswer(
        String space,
        String document,
        String field,
        String owner,
        String displayName,
        long fence,
        Instant expiresAt,
        long expiresInMs,
        boolean acquired,
        long lockSeq) {}
