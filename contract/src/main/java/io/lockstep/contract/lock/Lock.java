package io.lockstep.contract.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive right on a cell or, with field {@value #WHOLE_DOCUMENT}, on a whole document.
 *
 * @param owner the user who holds it
 * @param fence grows with every new holder; a write carries it
 * @param expiresAt when it ends unless it is renewed
 * @param session the only session of its user that holds it; null when all of them do
 * @param releaseOnDisconnect true when it also ends after 10 seconds without a session of its owner
 * @param process what it was taken for; null when that was not said
 * @param created when its owner took it, however often he has renewed it since; null when it is not known
 * @param ttlMillis for how long it was given last; null when it is not known
 */
public record Lock(
        String space,
        String document,
        String field,
        String owner,
        String displayName,
        long fence,
        Instant expiresAt,
        @Nullable String session,
        @Nullable Boolean releaseOnDisconnect,
        @Nullable String process,
        @Nullable Instant created,
        @Nullable Long ttlMillis) {
    /** The field that stands for the whole document. */
    public static final String WHOLE_DOCUMENT = "*";

    /** A lock of the user with all his sessions. */
    public Lock(
            String space,
            String document,
            String field,
            String owner,
            String displayName,
            long fence,
            Instant expiresAt) {
        this(space, document, field, owner, displayName, fence, expiresAt, null, null);
    }

    /** A lock of which no more is known. */
    public Lock(
            String space,
            String document,
            String field,
            String owner,
            String displayName,
            long fence,
            Instant expiresAt,
            @Nullable String session,
            @Nullable Boolean releaseOnDisconnect) {
        this(
                space,
                document,
                field,
                owner,
                displayName,
                fence,
                expiresAt,
                session,
                releaseOnDisconnect,
                null,
                null,
                null);
    }
}
