package io.lockstep.deploy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.lockstep.deploy.Answer.Act;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What clients were answered, beside the feed that came of it; finds whatever breaks a promise of the locks. Each finding is
 * a sentence.
 *
 * @param feed the changes as REST lists them, in their order
 * @param endedNanos when the outage was over
 */
public record LockRecord(List<Answer> answers, List<JsonObject> feed, long endedNanos) {

    /** Failures that are not one of the refusals that a client has to know, or not told as a problem. */
    public List<String> otherFailures() {
        return answers.stream()
                .filter(answer -> !answer.isDone() && !answer.isTypedRefusal() && answer.status() != Answer.NONE)
                .map(Answer::toString)
                .toList();
    }

    /** Writes that were acknowledged and are not in the feed, at their place and as they were. */
    public List<String> lostWrites() {
        var bySeq = feed.stream().collect(toMap(change -> change.getLong("seq"), change -> change));
        return answers.stream()
                .filter(Answer::isAcknowledgedWrite)
                .filter(write -> !Optional.ofNullable(bySeq.get(write.body().getLong("seq")))
                        .filter(change -> isOf(change, write))
                        .isPresent())
                .map(write -> "not in the feed: " + write)
                .toList();
    }

    /** Changes that nobody was told to have made: of a refused write that was carried out all the same, or a second time. */
    List<String> unacknowledgedChanges() {
        var acknowledged = acknowledged();
        return feed.stream()
                .filter(change -> !Optional.ofNullable(acknowledged.get(valueOf(change)))
                        .filter(write -> write.body().getLong("seq").equals(change.getLong("seq")))
                        .isPresent())
                .map(change -> "not acknowledged: " + change.encode())
                .toList();
    }

    /** Writes of a cell after one with a higher fence: their writer had lost the lock to the other one. */
    public List<String> staleChanges() {
        return acceptedByCell().values().stream()
                .flatMap(writes -> {
                    var found = new ArrayList<String>();
                    for (var index = 1; index < writes.size(); index++) {
                        if (writes.get(index).fence() < writes.get(index - 1).fence()) {
                            found.add(writes.get(index) + " came after " + writes.get(index - 1));
                        }
                    }
                    return found.stream();
                })
                .toList();
    }

    /** Locks that two people were given: with one fence, or wrote with. */
    public List<String> sharedFences() {
        var owners = new HashMap<Long, String>();
        return answers.stream()
                .filter(answer -> answer.isDone() && answer.act() != Act.RELEASE)
                .filter(answer -> {
                    var owner = owners.putIfAbsent(answer.fence(), answer.user());
                    return owner != null && !owner.equals(answer.user());
                })
                .map(answer -> "shared: " + answer)
                .toList();
    }

    Duration slowest() {
        return answers.stream().map(Answer::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    long refusals(int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    long staleWrites() {
        return answers.stream().filter(Answer::isStaleWrite).count();
    }

    /** In one line, for people. */
    public String summary() {
        return ("%d answers, %d writes, %d x 503, %d x 423 for a lock, %d x 423 for a stale fence, slowest %d ms; locked and"
                        + " written again after %s, last 503 after %d ms")
                .formatted(
                        answers.size(),
                        answers.stream().filter(Answer::isAcknowledgedWrite).count(),
                        refusals(503),
                        refusals(423) - staleWrites(),
                        staleWrites(),
                        slowest().toMillis(),
                        healedAfter().map(after -> after.toMillis() + " ms").orElse("never"),
                        lastUnavailableAfter().toMillis());
    }

    /** How long after the outage somebody had asked for a lock and written with it; empty for never. */
    Optional<Duration> healedAfter() {
        var taken = answers.stream()
                .filter(answer -> answer.act() == Act.ACQUIRE && answer.isDone() && answer.askedNanos() > endedNanos)
                .map(Answer::fence)
                .collect(toSet());
        return answers.stream()
                .filter(answer -> answer.isAcknowledgedWrite() && answer.askedNanos() > endedNanos)
                .filter(write -> taken.contains(write.fence()))
                .map(write -> Duration.ofNanos(write.endedNanos() - endedNanos))
                .min(Comparator.naturalOrder());
    }

    /** How long after the outage the last request was made that found something away; zero for none. */
    Duration lastUnavailableAfter() {
        return answers.stream()
                .filter(answer -> answer.isUnavailable() && answer.askedNanos() > endedNanos)
                .map(answer -> Duration.ofNanos(answer.askedNanos() - endedNanos))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Map<String, List<Answer>> acceptedByCell() {
        var acknowledged = acknowledged();
        return feed.stream()
                .flatMap(change -> Stream.ofNullable(acknowledged.get(valueOf(change))))
                .collect(groupingBy(Answer::cell));
    }

    private Map<String, Answer> acknowledged() {
        return answers.stream().filter(Answer::isAcknowledgedWrite).collect(toMap(Answer::value, write -> write));
    }

    private static boolean isOf(JsonObject change, Answer write) {
        var field = write.cell().substring(write.cell().indexOf('/') + 1);
        return write.cell().equals(change.getString("document") + "/" + field)
                && write.user().equals(change.getString("actor"))
                && write.value().equals(change.getJsonObject("patch").getString(field));
    }

    /** Each write of the workload changes one field. */
    private static String valueOf(JsonObject change) {
        return String.valueOf(change.getJsonObject("patch").iterator().next().getValue());
    }
}
