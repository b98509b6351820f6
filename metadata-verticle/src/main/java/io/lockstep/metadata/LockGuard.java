package io.lockstep.metadata;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, with one request for a whole batch, which locks stand in the way of its writes. What it learns travels with each
 * write and is weighed inside the transaction, after access: who may not see a space learns nothing of its locks.
 */
final class LockGuard {
    private static final Logger LOG = LoggerFactory.getLogger(LockGuard.class);

    private final LockCheck locks;
    private final WhenLocksAreAway policy;
    private boolean isAway;

    LockGuard(LockCheck locks, WhenLocksAreAway policy) {
        this.locks = locks;
        this.policy = policy;
    }

    /** The writes with their verdicts, in the same order; fails as the check does, unless the policy lets them go on. */
    Future<List<Write>> judge(List<Write> batch) {
        var items = batch.stream().map(LockGuard::item).toList();
        return locks.check(new CheckLocks(items))
                .map(verdicts -> judged(batch, verdicts))
                .recover(failure -> away(batch, failure));
    }

    private static CheckLocks.Item item(Write write) {
        var actor = write.actor();
        return new CheckLocks.Item(
                write.space(),
                write.key().document(),
                write.touched(),
                actor.user(),
                actor.session().isEmpty() ? null : actor.session(),
                write.fence());
    }

    private List<Write> judged(List<Write> batch, LockVerdicts verdicts) {
        if (verdicts.verdicts().size() != batch.size()) {
            throw new IllegalStateException("the lock check must answer every write");
        }
        if (isAway) {
            isAway = false;
            LOG.info("the lock check answers again");
        }
        return IntStream.range(0, batch.size())
                .mapToObj(i -> batch.get(i).judged(verdicts.verdicts().get(i)))
                .toList();
    }

    private Future<List<Write>> away(List<Write> batch, Throwable failure) {
        if (!(failure instanceof ServiceException known) || known.code() != FailureCode.UNAVAILABLE) {
            return Future.failedFuture(failure);
        }
        if (!isAway) {
            isAway = true;
            LOG.atWarn()
                    .addKeyValue("policy", policy)
                    .addKeyValue("reason", known.message())
                    .log("the lock check is away");
        }
        return policy == WhenLocksAreAway.ALLOW
                ? Future.succeededFuture(batch.stream().map(Write::unchecked).toList())
                : Future.failedFuture(Refusals.unavailable("nobody can tell what is locked: try again"));
    }
}
