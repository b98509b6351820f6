package io.lockstep.deploy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;

/**
 * What a client of a {@link LockWorkload} was answered, and when.
 *
 * @param cell {@code document/field}
 * @param fence of the lock that was taken, or with which was written; 0 when there is none
 * @param value that was to be written; empty for the other acts. No two writes have the same
 * @param askedNanos as of {@link System#nanoTime}, as is {@code endedNanos}
 * @param type the Content-Type; empty when there is none
 */
public record Answer(
        Act act,
        String user,
        String cell,
        long fence,
        String value,
        long askedNanos,
        long endedNanos,
        int status,
        String type,
        JsonObject body) {
    /** The status of a request that nobody has answered. */
    static final int NONE = 0;

    private static final Set<Integer> REFUSALS = Set.of(412, 423, 503);

    enum Act {
        ACQUIRE,
        WRITE,
        RELEASE
    }

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    boolean isUnavailable() {
        return status == 503;
    }

    boolean isAcknowledgedWrite() {
        return act == Act.WRITE && isDone();
    }

    /** A write with a fence that somebody else's has passed, not one that runs into a standing lock. */
    boolean isStaleWrite() {
        return act == Act.WRITE && status == 423 && !body.containsKey("lock");
    }

    /** A refusal that a client can act on: one of the three that belong to locks, told as a problem. */
    boolean isTypedRefusal() {
        return REFUSALS.contains(status)
                && type.startsWith("application/problem+json")
                && body.getInteger("status", 0) == status
                && !body.getString("code", "").isEmpty()
                && !body.getString("detail", "").isEmpty();
    }

    Duration took() {
        return Duration.ofNanos(endedNanos - askedNanos);
    }
}
