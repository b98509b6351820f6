package io.lockstep.contract.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock that the asking actor now holds.
 *
 * @param expiresInMs the time left, counted from the answer: needs no agreement of clocks
 * @param acquired true when it is new, false when it was renewed
 * @param lockSeq the space's lock counter after it
 * @param renewAfterMs when to ask again, counted from the answer: a third of the time to live
 * @param session the only session that holds it; null when all sessions of the user do
 * @param degraded true when the lock store is away and the policy lets editing go on: nobody is shut out, fence and lockSeq
 *     are 0, and viewers are told nothing
 * @param process what it was taken for; null when that was not said
 * @param created when it was taken, however often it has been renewed since; null when it is not known
 * @param ttlMillis for how long it was given last; null when it is not known
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
        long lockSeq,
        @Nullable Long renewAfterMs,
        @Nullable String session,
        @Nullable Boolean degraded,
        @Nullable String process,
        @Nullable Instant created,
        @Nullable Long ttlMillis) {
    /** An answer that tells no more than for how long. */
    public LockAnswer(
            String space,
            String document,
            String field,
            String owner,
            String displayName,
            long fence,
            Instant expiresAt,
            long expiresInMs,
            boolean acquired,
            long lockSeq,
            @Nullable Long renewAfterMs,
            @Nullable String session,
            @Nullable Boolean degraded) {
        this(
                space,
                document,
                field,
                owner,
                displayName,
                fence,
                expiresAt,
                expiresInMs,
                acquired,
                lockSeq,
                renewAfterMs,
                session,
                degraded,
                null,
                null,
                null);
    }
}
