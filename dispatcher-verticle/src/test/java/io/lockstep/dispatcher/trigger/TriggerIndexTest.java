package io.lockstep.dispatcher.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.trigger.EnqueueJobs.NewJob;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerDialect.Tree;
import io.lockstep.contract.trigger.TriggerWork.Order;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs are made of what the rules of a space match, and of nothing else. */
class TriggerIndexTest {
    private static final String SPACE = "cozy:io.cozy.todos";
    private static final String FILES = "cozy:io.cozy.files";
    private static final TriggerDialect DIALECT =
            new TriggerDialect(Optional.of("cozy"), Optional.of(new Tree(FILES, "in", "path")), Optional.empty());
    private static final Matching MATCHING = new Matching(DIALECT, Map.of());

    private static Order order(String name, @Nullable Long debounce, long since, String... rules) {
        return new Order(name, List.of(rules), debounce, Map.of(SPACE, since));
    }

    @Test
    void several_rules_of_a_trigger_that_match_make_one_job() {
        // Given
        var index = TriggerIndex.of(
                3, DIALECT, List.of(order("t", null, 0, "io.cozy.todos", "io.cozy.todos:CREATED", "io.cozy.other")));
        var run = new Run(SPACE).create("d", new JsonObject().put("a", 1)).all();
        // When
        var jobs = index.jobs(SPACE, run, MATCHING);
        // Then
        assertThat(jobs).hasSize(1);
        assertThat(jobs.get(0).payload().getMap())
                .containsEntry("event", "CREATED")
                .containsEntry("document", "d")
                .containsEntry("seq", 1L)
                .containsEntry("doc", new JsonObject().put("a", 1))
                .containsEntry("old", null);
        assertThat(jobs.get(0).waitMillis()).isNull();
    }

    @Test
    void what_happened_before_a_trigger_is_none_of_its_business() {
        // Given
        var index = TriggerIndex.of(1, DIALECT, List.of(order("t", null, 1, "io.cozy.todos")));
        var run = new Run(SPACE)
                .create("d", new JsonObject())
                .create("e", new JsonObject())
                .all();
        // When, Then
        assertThat(index.jobs(SPACE, run, MATCHING))
                .extracting(job -> job.payload().getString("document"))
                .containsExactly("e");
    }

    @Test
    void only_values_without_a_field_in_the_tree_may_be_directories() {
        // Given
        var index = TriggerIndex.of(
                1,
                DIALECT,
                List.of(order("t", null, 0, "io.cozy.files::a,b", "io.cozy.files:UPDATED:c:name", "io.cozy.todos::d")));
        // When, Then
        assertThat(index.directories(FILES)).containsExactlyInAnyOrder("a", "b");
        assertThat(index.directories(SPACE)).isEmpty();
    }

    @Test
    void debounced_job_waits_and_names_no_change() {
        // Given
        var index = TriggerIndex.of(1, DIALECT, List.of(order("t", 500L, 0, "io.cozy.todos")));
        var run = new Run(SPACE).create("d", new JsonObject()).all();
        // When, Then
        assertThat(index.jobs(SPACE, run, MATCHING))
                .containsExactly(new NewJob(
                        "t", 500L, new JsonObject().put("trigger", "t").put("debounced", true)));
    }

    @Test
    void rules_of_other_spaces_are_not_looked_at() {
        // Given
        var many = IntStream.range(0, 100_000)
                .mapToObj(i -> new Order("t" + i, List.of("io.cozy.other" + i), null, Map.of()));
        var index = TriggerIndex.of(
                1,
                DIALECT,
                Stream.concat(many, Stream.of(order("t", null, 0, "io.cozy.todos")))
                        .toList());
        var run = new Run(SPACE);
        IntStream.range(0, 5_000).forEach(i -> run.create("d" + i, new JsonObject()));
        // When, Then: 500 million comparisons would not end within the time of a test
        assertThat(index.bySpace().getOrDefault(SPACE, List.of())).hasSize(1);
        assertThat(index.jobs(SPACE, run.all(), MATCHING)).hasSize(5_000);
    }
}
