package io.lockstep.bench.locks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether the scenario measures what it says; how fast anything is depends on the machine. */
class Locks11IT {
    private static final Path JSON = Path.of("target", "locks-11-short.json");

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static LocksReport report;

    @BeforeAll
    static void run() throws IOException, TimeoutException {
        report = Locks11.run(Locks11.SHORTEST.leftAt(JSON), new PrintStream(PRINTED, true, UTF_8));
    }

    @Test
    void every_driver_locks_and_unlocks_in_every_setting_without_a_failure() {
        assertThat(report.results())
                .hasSize(9)
                .allSatisfy(result -> assertThat(result.pairs()).isPositive())
                .allSatisfy(result -> assertThat(result.failed()).isZero());
    }

    @Test
    void every_operation_is_exactly_one_script() {
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.calls()).containsEntry("evalsha", 2 * result.pairs()));
    }

    @Test
    void nothing_but_the_script_is_sent_for_an_operation() {
        assertThat(report.witnesses()).extracting(Witness::driver).containsExactly("raw", "bus", "http");
        assertThat(report.witnesses()).allSatisfy(witness -> {
            assertThat(witness.evalshas()).isEqualTo(witness.operations());
            // The rest is sent by the clock; what came with acquires only would be half as many.
            assertThat(witness.others().values()).allMatch(count -> count < witness.operations() / 2);
        });
    }

    @Test
    void all_drivers_send_the_same_bytes_to_redis() {
        var raw = report.witnesses().get(0);

        assertThat(raw.forms()).hasSize(2);
        assertThat(report.witnesses()).allMatch(witness -> witness.sentAsBy(raw));
    }

    @Test
    void the_report_is_printed_and_kept() throws IOException {
        var printed = PRINTED.toString(UTF_8);
        var kept = new JsonObject(Files.readString(JSON));

        assertThat(printed).contains("of raw", "INFO commandstats", "evalsha", "2.0000", "the same bytes as raw");
        assertThat(kept.getJsonArray("results")).hasSameSizeAs(report.results());
    }
}
