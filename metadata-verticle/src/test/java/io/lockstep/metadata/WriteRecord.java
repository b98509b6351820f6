package io.lockstep.metadata;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.Written;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What writers were told. For many threads. */
final class WriteRecord {
    private static final long PATIENCE_SECONDS = 60;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final Queue<String> otherFailures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private final Semaphore acknowledgements = new Semaphore(0);
    private final Semaphore unavailable = new Semaphore(0);

    void acknowledge(WriteDocument request, Written written) {
        acknowledged.add(
                request.operation() + " " + written.document() + " " + written.revision() + " " + written.seq());
        acknowledgements.release();
    }

    void refuse(Throwable failure) {
        if (failure instanceof ServiceException known && known.code() == FailureCode.UNAVAILABLE) {
            unknown.addAndGet(known.message().contains("unknown") ? 1 : 0);
            unavailable.release();
        } else {
            otherFailures.add(String.valueOf(failure));
        }
    }

    void giveUp(WriteDocument request) {
        givenUp.add(String.valueOf(request.operation()));
    }

    /** Until so many writes more were acknowledged. */
    void awaitAcknowledged(int count) throws InterruptedException {
        await(acknowledgements, count, "acknowledged");
    }

    /** Until so many writes more failed because the database was away. */
    void awaitUnavailable(int count) throws InterruptedException {
        await(unavailable, count, "unavailable");
    }

    /** From here on: what was counted before is forgotten. */
    private static void await(Semaphore counted, int count, String what) throws InterruptedException {
        counted.drainPermits();
        if (!counted.tryAcquire(count, PATIENCE_SECONDS, SECONDS)) {
            throw new AssertionError("only " + counted.availablePermits() + " writes more were " + what);
        }
    }

    /** Operation, document, revision and seq of each. */
    Collection<String> acknowledged() {
        return acknowledged;
    }

    boolean hasGivenUp(String operation) {
        return givenUp.contains(operation);
    }

    Collection<String> otherFailures() {
        return otherFailures;
    }

    String summary() {
        return "acknowledged " + acknowledged.size() + ", given up " + givenUp.size() + ", of unknown outcome "
                + unknown;
    }
}
