package io.lockstep.lock;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the clients of a run believed to hold, and what was announced, in the order in which it was seen; and the checks on
 * both. Times are of {@link System#nanoTime}. A belief is the careful one: from the answer, until the client asks for the
 * end or until the time to live is over since it asked for the lock.
 */
final class Holdings {
    private final Map<Long, List<Belief>> byFence = new HashMap<>();
    private final Map<Long, Long> cutAt = new HashMap<>();
    private final List<Announced> announced = new ArrayList<>();

    /** One answer: this client holds this from then, if nothing happens until then. */
    private record Belief(String owner, String document, String field, long fence, long from, long until) {}

    /** An event of a lock and when it arrived. */
    record Announced(Event event, long atNanos, long atMillis) {}

    synchronized void holds(String owner, String document, String field, long fence, long askedAt, long ttlMillis) {
        byFence.computeIfAbsent(fence, first -> new ArrayList<>())
                .add(new Belief(
                        owner,
                        document,
                        field,
                        fence,
                        System.nanoTime(),
                        askedAt + TimeUnit.MILLISECONDS.toNanos(ttlMillis)));
    }

    /** Somebody asked for the end of the lock at that time. */
    synchronized void endAsked(long fence, long atNanos) {
        cutAt.merge(fence, atNanos, Math::min);
    }

    synchronized void heard(Event event) {
        announced.add(new Announced(event, System.nanoTime(), System.currentTimeMillis()));
    }

    synchronized int announcements() {
        return announced.size();
    }

    /** Pairs of two owners who held what overlaps at one time. */
    synchronized List<String> sharedHoldings() {
        var found = new ArrayList<String>();
        var byDocument = new HashMap<String, List<Belief>>();
        beliefs()
                .map(this::cut)
                .filter(belief -> belief.from() < belief.until())
                .forEach(belief -> byDocument
                        .computeIfAbsent(belief.document(), first -> new ArrayList<>())
                        .add(belief));
        for (var beliefs : byDocument.values()) {
            beliefs.sort(Comparator.comparingLong(Belief::from));
            for (var first = 0; first < beliefs.size(); first++) {
                for (var second = first + 1;
                        second < beliefs.size()
                                && beliefs.get(second).from()
                                        < beliefs.get(first).from() + LONGEST_NANOS;
                        second++) {
                    if (excludeEachOther(beliefs.get(first), beliefs.get(second))) {
                        found.add(beliefs.get(first) + " and " + beliefs.get(second));
                    }
                }
            }
        }
        return found;
    }

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static boolean excludeEachOther(Belief one, Belief other) {
        var overlapsInSpace = one.field().equals(other.field())
                || one.field().equals(Lock.WHOLE_DOCUMENT)
                || other.field().equals(Lock.WHOLE_DOCUMENT);
        return overlapsInSpace
                && !one.owner().equals(other.owner())
                && one.from() < other.until()
                && other.from() < one.until();
    }

    private Belief cut(Belief belief) {
        var end = cutAt.getOrDefault(belief.fence(), Long.MAX_VALUE);
        return new Belief(
                belief.owner(),
                belief.document(),
                belief.field(),
                belief.fence(),
                belief.from(),
                Math.min(belief.until(), end));
    }

    /** Expiries that were announced before the client's last time to live was over. */
    synchronized List<String> earlyExpiries() {
        var found = new ArrayList<String>();
        for (var one : announced) {
            if (one.event() instanceof Event.Unlocked unlocked
                    && unlocked.reason().equals("expired")
                    && byFence.getOrDefault(unlocked.fence(), List.of()).stream()
                            .anyMatch(belief -> belief.until() > one.atNanos())) {
                found.add(unlocked.toString());
            }
        }
        return found;
    }

    /** Locks that were held and whose end was announced never, or more than once. */
    synchronized List<String> endsNotAnnouncedOnce() {
        var ends = new HashMap<Long, Integer>();
        announced.forEach(one -> {
            if (one.event() instanceof Event.Unlocked unlocked) {
                ends.merge(unlocked.fence(), 1, Integer::sum);
            }
        });
        return Stream.concat(
                        byFence.keySet().stream().filter(fence -> ends.getOrDefault(fence, 0) != 1),
                        ends.entrySet().stream()
                                .filter(end -> end.getValue() != 1)
                                .map(Map.Entry::getKey))
                .distinct()
                .map(fence -> fence + " ended " + ends.getOrDefault(fence, 0) + " times: " + byFence.get(fence))
                .toList();
    }

    /** The numbers that are missing, or came twice. */
    synchronized List<String> brokenNumbers() {
        var numbers = announced.stream()
                .map(Announced::event)
                .filter(event -> event instanceof Event.Locked || event instanceof Event.Unlocked)
                .map(Holdings::lockSeq)
                .sorted()
                .toList();
        var found = new ArrayList<String>();
        for (var index = 1; index < numbers.size(); index++) {
            if (numbers.get(index) != numbers.get(index - 1) + 1) {
                found.add(numbers.get(index - 1) + " is followed by " + numbers.get(index));
            }
        }
        return found;
    }

    private static long lockSeq(Event event) {
        return event instanceof Event.Locked locked ? locked.lockSeq() : ((Event.Unlocked) event).lockSeq();
    }

    /** Every announced expiry with its deadline, as the client was last told. */
    synchronized List<Expiry> expiries(Map<Long, Long> deadlineMillis) {
        return announced.stream()
                .filter(one -> one.event() instanceof Event.Unlocked unlocked
                        && unlocked.reason().equals("expired")
                        && deadlineMillis.containsKey(unlocked.fence()))
                .map(one -> new Expiry(
                        one.atMillis()
                                - deadlineMillis.getOrDefault(((Event.Unlocked) one.event()).fence(), Long.MAX_VALUE),
                        one.atNanos()))
                .toList();
    }

    /** How late an expiry was heard of, and when. */
    record Expiry(long lateMillis, long heardAtNanos) {}

    private Stream<Belief> beliefs() {
        return byFence.values().stream().flatMap(List::stream);
    }
}
