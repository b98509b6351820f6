package io.lockstep.metadata;

import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.metadata.Written;
import io.lockstep.contract.trigger.DeleteTrigger;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.EnqueueJobs.NewJob;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.ListFailures;
import io.lockstep.contract.trigger.ListTriggers;
import io.lockstep.contract.trigger.LookAtTriggers;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.RetryFailure;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs;
import io.lockstep.contract.trigger.Trigger;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers, their jobs, and leases in a real database. */
class PgTriggerStoreIT {
    private static final int LEASE_MILLIS = 60_000;
    private static Vertx vertx;
    private static PgMetadataStore store;
    private static Turns turns;

    private Rig rig;
    private TriggerService triggers;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        store = PgMetadataStore.open(vertx, MetadataConfig.ofUri(TestPostgres.migratedDatabase()));
        turns = Turns.of(vertx);
    }

    @AfterAll
    static void close() throws Exception {
        store.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @BeforeEach
    void prepare() {
        rig = new Rig(store, turns).withSpace();
        triggers = new TriggerService(store.triggers(), TriggerDialect.NONE);
        rig.await(() -> triggers.list(new ListTriggers(ADMIN)))
                .triggers()
                .forEach(one -> rig.await(() -> triggers.delete(new DeleteTrigger(ADMIN, one.trigger()))));
    }

    private Trigger put(String name, @Nullable Long debounce) {
        var rule = rig.space.replace(":", "%3A");
        return rig.await(
                () -> triggers.put(new PutTrigger(ADMIN, name, List.of(rule), debounce, null, null, "jobs." + name)));
    }

    private Written write(String document) {
        return rig.write(EDITOR, document, UPSERT, json("n", UUID.randomUUID().toString()));
    }

    private TriggerWork look() {
        return rig.await(() -> triggers.look(new LookAtTriggers(-1L)));
    }

    private boolean enqueue(long version, TriggerWork.Feed feed, String to, NewJob... jobs) {
        return rig.await(
                        () -> triggers.enqueue(new EnqueueJobs(version, feed.space(), feed.known(), to, List.of(jobs))))
                .accepted();
    }

    private List<TakenJobs.Job> take() {
        return rig.await(() -> triggers.take(new TakeJobs(100, LEASE_MILLIS))).jobs();
    }

    private static NewJob job(String trigger, int n) {
        return new NewJob(trigger, null, new JsonObject().put("n", n));
    }

    @Test
    void a_trigger_sees_what_happens_after_it_was_made() {
        // Given
        write("before");
        put("t", null);
        var nothing = look();
        // When
        var written = write("after");
        var work = look();
        // Then
        assertThat(nothing.behind()).isEmpty();
        var orders = Objects.requireNonNull(work.orders());
        assertThat(orders).hasSize(1);
        assertThat(orders.get(0).since()).containsEntry(rig.space, written.seq() - 1);
        assertThat(work.behind()).hasSize(1);
        assertThat(work.behind().get(0).known()).isNull();
        assertThat(rig.changes(work.behind().get(0).from(), 10).changes())
                .extracting(change -> change.document())
                .containsExactly("after");
        assertThat(rig.await(() -> triggers.look(new LookAtTriggers(work.version())))
                        .orders())
                .isNull();
    }

    @Test
    void only_one_of_two_who_saw_the_same_run_keeps_its_jobs() {
        // Given
        put("t", null);
        var first = write("d").cursor();
        var work = look();
        var feed = work.behind().get(0);
        // When, Then
        assertThat(enqueue(work.version(), feed, first, job("t", 1))).isTrue();
        assertThat(enqueue(work.version(), feed, first, job("t", 2))).isFalse();
        assertThat(look().behind()).isEmpty();
        var second = write("d").cursor();
        var next = look().behind().get(0);
        assertThat(enqueue(work.version(), next, second, job("t", 3))).isTrue();
        assertThat(enqueue(work.version(), next, second, job("t", 4))).isFalse();
        assertThat(take()).extracting(taken -> taken.payload().getInteger("n")).containsExactly(1, 3);
    }

    @Test
    void who_does_not_know_a_new_trigger_keeps_nothing() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        // When
        put("u", null);
        // Then
        assertThat(enqueue(work.version(), work.behind().get(0), to, job("t", 1)))
                .isFalse();
        assertThat(enqueue(look().version(), work.behind().get(0), to, job("t", 1)))
                .isTrue();
    }

    @Test
    void a_run_counts_as_seen_only_when_all_of_its_jobs_are_kept() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        var feed = work.behind().get(0);
        var unkept = new NewJob("t", null, new JsonObject().put("text", "\0"));
        // When
        var outcome = rig.await(() -> triggers.enqueue(
                        new EnqueueJobs(work.version(), feed.space(), feed.known(), to, List.of(job("t", 1), unkept)))
                .<Object>map(enqueued -> enqueued)
                .recover(Future::succeededFuture));
        // Then
        assertThat(outcome).isInstanceOf(Throwable.class);
        assertThat(look().behind()).containsExactly(feed);
        assertThat(take()).isEmpty();
        assertThat(enqueue(work.version(), feed, to, job("t", 2))).isTrue();
        assertThat(take()).extracting(taken -> taken.payload().getInteger("n")).containsExactly(2);
    }

    @Test
    void a_job_that_is_not_finished_in_time_is_taken_by_another() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        assertThat(enqueue(work.version(), work.behind().get(0), to, job("t", 1)))
                .isTrue();
        var lost = rig.await(() -> triggers.take(new TakeJobs(100, 1_000))).jobs();
        // When
        var taken = until(this::take, jobs -> !jobs.isEmpty());
        // Then
        assertThat(taken)
                .extracting(TakenJobs.Job::job)
                .containsExactly(lost.get(0).job());
        assertThat(taken).extracting(TakenJobs.Job::attempt).containsExactly(2);
        assertThat(rig.await(() -> triggers.finish(new FinishJob(lost.get(0).job(), 1, "answered too late", null)))
                        .found())
                .isFalse();
    }

    @Test
    void a_job_is_given_up_by_itself_and_tried_again_by_itself() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        assertThat(enqueue(work.version(), work.behind().get(0), to, job("t", 1), job("t", 2)))
                .isTrue();
        var taken = take();
        taken.forEach(one -> finish(new FinishJob(one.job(), 1, "answered 500", null)));
        // When
        var retried = rig.await(
                () -> triggers.retry(new RetryFailure(ADMIN, "t", taken.get(1).job())));
        // Then
        assertThat(retried.jobs()).isEqualTo(1);
        assertThat(take())
                .extracting(TakenJobs.Job::job)
                .containsExactly(taken.get(1).job());
        assertThat(rig.await(() -> triggers.failures(new ListFailures(ADMIN, "t", null, null)))
                        .failures())
                .extracting(failure -> failure.job())
                .containsExactly(taken.get(0).job());
    }

    @Test
    void a_job_is_taken_once_and_comes_again_until_it_is_finished_or_given_up() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        assertThat(enqueue(work.version(), work.behind().get(0), to, job("t", 1), job("t", 2)))
                .isTrue();
        // When
        var taken = take();
        var again = take();
        finish(new FinishJob(taken.get(0).job(), 1, null, null));
        finish(new FinishJob(taken.get(1).job(), 1, "answered 500", 1L));
        var retried = until(this::take, jobs -> !jobs.isEmpty());
        finish(new FinishJob(retried.get(0).job(), 2, "answered 501", null));
        // Then
        assertThat(taken).hasSize(2);
        assertThat(again).isEmpty();
        assertThat(retried).extracting(TakenJobs.Job::attempt).containsExactly(2);
        var failures = rig.await(() -> triggers.failures(new ListFailures(ADMIN, "t", null, null)))
                .failures();
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).error()).isEqualTo("answered 501");
        assertThat(take()).isEmpty();
        assertThat(rig.await(() -> triggers.retry(new RetryFailure(ADMIN, "t", null)))
                        .jobs())
                .isEqualTo(1);
        assertThat(take()).hasSize(1);
    }

    private void finish(FinishJob request) {
        assertThat(rig.await(() -> triggers.finish(request)).found()).isTrue();
    }

    @Test
    void a_window_has_one_job_until_it_is_taken() {
        // Given
        put("t", 100L);
        var to = write("d").cursor();
        var work = look();
        var debounced = new NewJob("t", 1L, new JsonObject().put("debounced", true));
        assertThat(enqueue(work.version(), work.behind().get(0), to, debounced, debounced))
                .isTrue();
        // When
        var taken = until(this::take, jobs -> !jobs.isEmpty());
        var later = write("d").cursor();
        assertThat(enqueue(work.version(), look().behind().get(0), later, debounced))
                .isTrue();
        // Then
        assertThat(taken).hasSize(1);
        assertThat(until(this::take, jobs -> !jobs.isEmpty())).hasSize(1);
    }

    @Test
    void a_deleted_trigger_takes_its_jobs_with_it() {
        // Given
        put("t", null);
        var to = write("d").cursor();
        var work = look();
        assertThat(enqueue(work.version(), work.behind().get(0), to, job("t", 1), job("gone", 2)))
                .isTrue();
        // When
        var deleted = rig.await(() -> triggers.delete(new DeleteTrigger(ADMIN, "t")));
        // Then
        assertThat(deleted.trigger()).isEqualTo("t");
        assertThat(take()).isEmpty();
        assertThat(rig.refusal(() -> triggers.delete(new DeleteTrigger(ADMIN, "t")))
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(rig.refusal(() -> triggers.list(new ListTriggers(EDITOR))).code())
                .isEqualTo(FailureCode.FORBIDDEN);
    }

    @Test
    void a_lease_has_one_holder_until_it_ends_or_is_given_back() {
        // Given
        var name = "work " + UUID.randomUUID();
        // When
        var first = rig.await(() -> triggers.hold(new HoldLease(name, "a", LEASE_MILLIS)));
        var other = rig.await(() -> triggers.hold(new HoldLease(name, "b", LEASE_MILLIS)));
        var renewed = rig.await(() -> triggers.hold(new HoldLease(name, "a", 1_000)));
        var taken = until(
                () -> rig.await(() -> triggers.hold(new HoldLease(name, "b", LEASE_MILLIS))), lease -> lease.held());
        assertThat(rig.await(() -> triggers.hold(new HoldLease(name, "b", 0))).held())
                .isFalse();
        var third = rig.await(() -> triggers.hold(new HoldLease(name, "c", LEASE_MILLIS)));
        // Then
        assertThat(other.held()).isFalse();
        assertThat(renewed.fence()).isEqualTo(first.fence());
        assertThat(taken.fence()).isGreaterThan(first.fence());
        assertThat(third.held()).isTrue();
        assertThat(third.fence()).isGreaterThan(taken.fence());
    }

    /** Asks the database again and again until it is so. */
    private static <T> T until(Supplier<T> question, Predicate<T> isSo) {
        long end = System.nanoTime() + SECONDS.toNanos(10);
        var answer = question.get();
        while (!isSo.test(answer)) {
            assertThat(System.nanoTime() - end).isNegative();
            answer = question.get();
        }
        return answer;
    }
}
