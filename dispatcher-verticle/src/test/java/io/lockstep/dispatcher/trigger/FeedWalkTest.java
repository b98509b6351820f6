package io.lockstep.dispatcher.trigger;

import static io.lockstep.dispatcher.trigger.FakeServices.next;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerWork.Feed;
import io.lockstep.contract.trigger.TriggerWork.Order;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds are looked through each by itself, and no change is passed over because something could not be read. */
class FeedWalkTest {
    private static final String FILES = "shop:files";
    private static final String ORDERS = "shop:orders";
    private static final String LATER = "shop:zebras";
    private static final TriggerDialect DIALECT = new TriggerDialect(
            Optional.of("shop"), Optional.of(new TriggerDialect.Tree(FILES, "in", "path")), Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private FakeServices services;
    private FeedWalk walk;

    @BeforeEach
    void start() throws Exception {
        services = FakeServices.on(vertx);
        var bus = new Bus(vertx);
        walk = new FeedWalk(new Metadata(bus), new Triggers(bus), failures::add);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    private static TriggerIndex index(String... rules) {
        return TriggerIndex.of(7, DIALECT, List.of(new Order("t", List.of(rules), null, Map.of())));
    }

    @CanIgnoreReturnValue
    private boolean through(TriggerIndex index, String... spaces) throws Exception {
        var feeds = Stream.of(spaces).map(space -> new Feed(space, "k", "0")).toList();
        return walk.through(index, feeds).await(10, SECONDS);
    }

    private void put(String space, Run run) {
        services.feeds.put(space, run.all().stream().map(Happening::change).toList());
    }

    private static List<String> documents(EnqueueJobs request) {
        return request.jobs().stream()
                .map(job -> job.payload().getString("document"))
                .toList();
    }

    @Test
    void a_feed_that_cannot_be_read_stays_where_it_was_and_holds_up_no_other() throws Exception {
        // Given
        put(ORDERS, new Run(ORDERS).create("a", new JsonObject()));
        put(LATER, new Run(LATER).create("b", new JsonObject()));
        services.unreadable.add(ORDERS);
        // When
        through(index("orders", "zebras"), ORDERS, LATER);
        // Then
        var kept = next(services.enqueued);
        assertThat(kept.space()).isEqualTo(LATER);
        assertThat(documents(kept)).containsExactly("b");
        assertThat(services.enqueued).isEmpty();
        assertThat(failures).hasSize(1);
    }

    @Test
    void a_run_goes_with_what_was_known_of_its_feed_and_the_version_of_the_triggers() throws Exception {
        // Given
        put(ORDERS, new Run(ORDERS).create("a", new JsonObject()).delete("a"));
        // When
        through(index("orders:CREATED"), ORDERS);
        // Then
        var kept = next(services.enqueued);
        assertThat(kept.version()).isEqualTo(7);
        assertThat(kept.known()).isEqualTo("k");
        assertThat(kept.to()).isEqualTo("2");
        assertThat(documents(kept)).containsExactly("a");
    }

    @Test
    void a_run_in_which_nothing_matches_counts_as_seen_too() throws Exception {
        // Given
        put(ORDERS, new Run(ORDERS).create("a", new JsonObject()));
        // When
        through(index("orders:DELETED"), ORDERS);
        // Then
        var kept = next(services.enqueued);
        assertThat(kept.jobs()).isEmpty();
        assertThat(kept.to()).isEqualTo("1");
    }

    @Test
    void directories_that_cannot_be_read_hold_up_their_own_feed_only() throws Exception {
        // Given
        put(FILES, new Run(FILES).create("f", new JsonObject().put("path", "/Photos/f")));
        put(ORDERS, new Run(ORDERS).create("a", new JsonObject()));
        services.directoriesFailWith = FailureCode.UNAVAILABLE;
        var index = index("files::dir", "orders");
        // When
        through(index, FILES, ORDERS);
        // Then
        assertThat(next(services.enqueued).space()).isEqualTo(ORDERS);
        assertThat(services.enqueued).isEmpty();
        assertThat(failures).hasSize(1);
        // When
        services.directories.put("dir", "/Photos");
        services.haveDirectories = true;
        through(index, FILES);
        // Then
        assertThat(documents(next(services.enqueued))).containsExactly("f");
    }

    @Test
    void without_their_space_there_are_no_directories() throws Exception {
        // Given
        put(FILES, new Run(FILES).create("f", new JsonObject().put("in", "dir")));
        // When
        through(index("files::dir"), FILES);
        // Then
        assertThat(documents(next(services.enqueued))).containsExactly("f");
        assertThat(failures).isEmpty();
    }

    @Test
    void every_directory_is_asked_for_however_many_there_are() throws Exception {
        // Given
        services.haveDirectories = true;
        var run = new Run(FILES);
        var rules = new String[50];
        for (int rule = 0; rule < rules.length; rule++) {
            int first = rule * 50;
            rules[rule] = "files::"
                    + IntStream.range(first, first + 50)
                            .mapToObj(i -> "dir" + i)
                            .collect(Collectors.joining(","));
        }
        IntStream.range(0, 2_500).forEach(i -> services.directories.put("dir" + i, "/" + i));
        IntStream.range(0, 50).forEach(i -> run.create("f" + i, new JsonObject().put("path", "/" + i * 50 + "/f")));
        put(FILES, run);
        // When
        through(index(rules), FILES);
        // Then
        assertThat(documents(next(services.enqueued))).hasSize(50);
    }

    @Test
    void a_long_feed_lets_the_others_go_between_its_pages() throws Exception {
        // Given
        var run = new Run(ORDERS);
        IntStream.range(0, 101).forEach(i -> run.create("d" + i, new JsonObject()));
        put(ORDERS, run);
        put(LATER, new Run(LATER).create("b", new JsonObject()));
        // When
        var goesOn = through(index("orders", "zebras"), ORDERS, LATER);
        // Then
        assertThat(goesOn).isTrue();
        assertThat(next(services.enqueued).jobs()).hasSize(100);
        assertThat(next(services.enqueued).space()).isEqualTo(LATER);
        assertThat(services.enqueued).isEmpty();
    }
}
