package io.lockstep.contract.lock;

import java.time.Instant;

/**
 * An exclusive right on a cell or, with field {@value #WHOLE_DOCUMENT}, on a whole document.
 *
 * @param owner the user who holds it
 * @param fence grows with every new holder; a write carries it
 * @param expiresAt when it ends unless it is renewed
 */
public record Lock(
        String space, String document, String field, String owner, String displayName, long fence, Instant expiresAt) {
    /** The field that stands for the whole document. */
    public static final String WHOLE_DOCUMENT = "*";
}
