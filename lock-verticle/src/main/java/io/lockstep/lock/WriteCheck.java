package io.lockstep.lock;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of the standing locks stand in the way of a write. Pure. */
final class WriteCheck {
    private WriteCheck() {}

    private record Place(String space, String document) {}

    /** What has to be read for the verdicts, once per space. */
    static List<ListLocks> looks(CheckLocks request) {
        Map<String, LinkedHashSet<String>> documents = request.items().stream()
                .collect(groupingBy(
                        CheckLocks.Item::space, mapping(CheckLocks.Item::document, toCollection(LinkedHashSet::new))));
        return documents.entrySet().stream()
                .map(space -> new ListLocks(space.getKey(), List.copyOf(space.getValue())))
                .toList();
    }

    static LockVerdicts verdicts(CheckLocks request, List<LockSnapshot> snapshots) {
        Map<Place, List<Lock>> standing = snapshots.stream()
                .flatMap(snapshot -> snapshot.locks().stream())
                .collect(groupingBy(lock -> new Place(lock.space(), lock.document())));
        var fenceNow = snapshots.stream()
                .filter(snapshot -> snapshot.fence() != null)
                .collect(toMap(LockSnapshot::space, LockSnapshot::fence));
        return new LockVerdicts(request.items().stream()
                .map(item -> verdict(
                        item,
                        standing.getOrDefault(new Place(item.space(), item.document()), List.of()),
                        fenceNow.get(item.space())))
                .toList());
    }

    private static Verdict verdict(CheckLocks.Item write, List<Lock> standing, @Nullable Long fenceNow) {
        var covering =
                standing.stream().filter(lock -> covers(lock, write.fields())).toList();
        var conflict = covering.stream().filter(lock -> !isOwn(lock, write)).min(Comparator.comparingLong(Lock::fence));
        var fence = covering.stream()
                .filter(lock -> isOwn(lock, write))
                .map(Lock::fence)
                .max(Comparator.naturalOrder());
        return new Verdict(conflict.orElse(null), fence.orElse(null), countsAsOfNow(write, covering) ? fenceNow : null);
    }

    /** A write that shows the fence of a lock which stands no longer counts as of that lock, not as of now. */
    private static boolean countsAsOfNow(CheckLocks.Item write, List<Lock> covering) {
        var fence = write.fence();
        return fence == null || covering.stream().anyMatch(lock -> isOwn(lock, write) && lock.fence() == fence);
    }

    /** A lock of one session is also proved by its fence, for a request that has no session. */
    private static boolean isOwn(Lock lock, CheckLocks.Item write) {
        var fence = write.fence();
        return lock.owner().equals(write.user())
                && (lock.session() == null
                        || lock.session().equals(write.session())
                        || (fence != null && fence == lock.fence()));
    }

    /** The oldest lock of another user that keeps the one who knocks from the cell. */
    static Optional<Lock> obstacle(LockSnapshot snapshot, KnockLock request) {
        return snapshot.locks().stream()
                .filter(lock -> covers(lock, List.of(request.field())))
                .filter(lock -> isOthers(lock, request))
                .min(Comparator.comparingLong(Lock::fence));
    }

    private static boolean isOthers(Lock lock, KnockLock request) {
        return !lock.owner().equals(request.actor().user())
                || (lock.session() != null
                        && !lock.session().equals(request.actor().session()));
    }

    private static boolean covers(Lock lock, List<String> fields) {
        return lock.field().equals(Lock.WHOLE_DOCUMENT)
                || fields.contains(Lock.WHOLE_DOCUMENT)
                || fields.contains(lock.field());
    }
}
