package io.lockstep.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.metadata.GroupCommit.Limits;
import io.lockstep.metadata.Outcome.Done;
import io.lockstep.metadata.Outcome.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the queue with a store that answers when the test says so. */
final class GroupCommitTest {
    private final List<List<String>> batches = new ArrayList<>();
    private final Queue<Promise<List<Outcome<String>>>> answers = new ArrayDeque<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long nanos;

    private final GroupCommit<String, String> commits = new GroupCommit<>(
            new Limits(3, 80, 5, 100, Duration.ofSeconds(4)), String::length, this::commit, tasks::add, () -> nanos);

    @Test
    void writes_of_one_turn_share_a_batch_and_later_ones_wait_for_the_next() {
        // Given
        var first = List.of(commits.add("a"), commits.add("b"));
        runTasks();

        // When
        var second = List.of(commits.add("c"), commits.add("d"));
        var whileBusy = List.copyOf(batches);
        succeed();

        // Then
        assertThat(whileBusy).containsExactly(List.of("a", "b"));
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(first).extracting(Future::result).containsExactly("A", "B");
        assertThat(second).noneMatch(Future::isComplete);
    }

    @Test
    void a_batch_is_bounded() {
        // Given
        List.of("a", "b", "c", "d").forEach(write -> commits.add(write).onComplete(ended -> {}));
        runTasks();

        // When
        succeed();

        // Then
        assertThat(batches).containsExactly(List.of("a", "b", "c"), List.of("d"));
    }

    @Test
    void a_batch_is_bounded_in_bytes_and_a_larger_write_goes_alone() {
        // Given
        var writes = List.of("a".repeat(70), "b".repeat(10), "c");
        writes.forEach(write -> commits.add(write).onComplete(ended -> {}));
        runTasks();
        succeed();
        commits.add("d".repeat(90)).onComplete(ended -> {});

        // When
        succeed();

        // Then
        assertThat(batches).extracting(List::size).containsExactly(2, 1, 1);
    }

    @Test
    void each_write_is_answered_by_itself() {
        // Given
        var good = commits.add("a");
        var bad = commits.add("b");
        runTasks();

        // When
        answers.remove().complete(List.of(new Done<>("A"), new Refused<>(new IllegalStateException("bad"))));

        // Then
        assertThat(good.result()).isEqualTo("A");
        assertThat(bad.cause()).hasMessage("bad");
    }

    @Test
    void a_batch_that_fails_as_a_whole_fails_its_writes_and_not_the_next_ones() {
        // Given
        var first = commits.add("a");
        runTasks();
        var second = commits.add("b");

        // When
        answers.remove().fail("away");
        succeed();

        // Then
        assertThat(first.cause()).hasMessage("away");
        assertThat(second.result()).isEqualTo("B");
    }

    @Test
    void a_listener_that_throws_does_not_stop_the_queue() {
        // Given
        commits.add("a").onComplete(ended -> {
            throw new IllegalStateException("a bug of the caller");
        });
        runTasks();
        var second = commits.add("b");

        // When
        try {
            succeed();
        } catch (IllegalStateException reported) {
            assertThat(reported).hasMessage("a bug of the caller");
        }
        succeed();

        // Then
        assertThat(second.result()).isEqualTo("B");
    }

    @Test
    void what_finds_no_place_is_refused_at_once() {
        // Given
        var waiting = IntStream.range(0, 5).mapToObj(n -> commits.add("w" + n)).toList();

        // When
        var refused = commits.add("x");

        // Then
        assertThat(waiting).noneMatch(Future::isComplete);
        assertThat(code(refused)).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void what_would_hold_too_much_memory_is_refused_until_others_have_gone() {
        // Given
        var large = commits.add("x".repeat(60));
        var refused = commits.add("y".repeat(60));
        runTasks();

        // When
        var accepted = commits.add("y".repeat(60));

        // Then
        assertThat(large.isComplete()).isFalse();
        assertThat(code(refused)).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(accepted.isComplete()).isFalse();
    }

    @Test
    void a_write_whose_caller_has_given_up_is_not_begun() {
        // Given
        commits.add("a").onComplete(ended -> {});
        runTasks();
        var late = commits.add("b");
        nanos = Duration.ofSeconds(5).toNanos();
        var inTime = commits.add("c");

        // When
        succeed();
        succeed();

        // Then
        assertThat(code(late)).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(inTime.result()).isEqualTo("C");
        assertThat(batches).containsExactly(List.of("a"), List.of("c"));
    }

    @Test
    void closing_answers_what_waits_and_takes_no_more() {
        // Given
        var first = commits.add("a");
        runTasks();

        // When
        var closed = commits.close();
        var refused = commits.add("b");
        var closedEarly = closed.isComplete();
        succeed();

        // Then
        assertThat(closedEarly).isFalse();
        assertThat(first.result()).isEqualTo("A");
        assertThat(closed.succeeded()).isTrue();
        assertThat(code(refused)).isEqualTo(FailureCode.UNAVAILABLE);
    }

    private Future<List<Outcome<String>>> commit(List<String> batch) {
        batches.add(batch);
        var answer = Promise.<List<Outcome<String>>>promise();
        answers.add(answer);
        return answer.future();
    }

    /** Answers the batch that is on its way with its writes in capitals. */
    private void succeed() {
        var batch = batches.get(batches.size() - answers.size());
        answers.remove()
                .complete(batch.stream()
                        .<Outcome<String>>map(write -> new Done<>(write.toUpperCase(Locale.ROOT)))
                        .toList());
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static FailureCode code(Future<?> failed) {
        return ((ServiceException) failed.cause()).code();
    }
}
