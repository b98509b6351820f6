package io.lockstep.lock;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockAnswers;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.Refused;
import io.lockstep.lock.LockStore.Taken;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What who asked is answered. Pure. */
final class Answers {
    /** A renewal may fail twice before the lock ends. */
    private static final int RENEWALS_PER_TTL = 3;

    private Answers() {}

    static LockAnswers taken(Claim claim, Granted granted) {
        return new LockAnswers(granted.locks().stream()
                .map(taken -> taken(taken, claim.ttlMillis(), granted.atMillis()))
                .toList());
    }

    private static LockAnswer taken(Taken taken, long ttlMillis, long nowMillis) {
        var lock = taken.lock();
        return new LockAnswer(
                lock.space(),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.displayName(),
                lock.fence(),
                lock.expiresAt(),
                lock.expiresAt().toEpochMilli() - nowMillis,
                taken.how() == How.ACQUIRED,
                taken.lockSeq(),
                ttlMillis / RENEWALS_PER_TTL,
                lock.session(),
                null,
                lock.process(),
                lock.created(),
                lock.ttlMillis());
    }

    /** The store is away and editing goes on: nothing was locked. */
    static LockAnswers degraded(Claim claim, Instant now) {
        return new LockAnswers(claim.cells().stream()
                .map(cell -> new LockAnswer(
                        claim.space(),
                        cell.document(),
                        cell.field(),
                        claim.owner().user(),
                        claim.displayName(),
                        0,
                        now.plusMillis(claim.ttlMillis()),
                        claim.ttlMillis(),
                        true,
                        0,
                        claim.ttlMillis() / RENEWALS_PER_TTL,
                        claim.owner().session(),
                        true))
                .toList());
    }

    static ServiceException refusal(Refused refused) {
        var standing = refused.standing();
        var what = standing.field().equals(Lock.WHOLE_DOCUMENT) ? "the document" : "'" + standing.field() + "'";
        var details = new JsonObject().put("lock", Json.toJson(standing));
        if (refused.place() > 0) {
            details.put("waiting", new JsonObject().put("position", refused.place()));
        }
        return new ServiceException(
                FailureCode.LOCKED,
                what + " is locked by " + standing.displayName() + " until " + standing.expiresAt(),
                details);
    }

    static ServiceException noLock(String document, String field) {
        return new ServiceException(
                FailureCode.NOT_FOUND, "nobody else has locked '" + field + "' of document '" + document + "'");
    }
}
