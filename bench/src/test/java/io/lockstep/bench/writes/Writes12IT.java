package io.lockstep.bench.writes;

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
class Writes12IT {
    private static final Path JSON = Path.of("target", "writes-12-short.json");

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static WritesReport report;

    @BeforeAll
    static void run() throws IOException, TimeoutException {
        report = Writes12.run(Writes12.SHORTEST.leftAt(JSON), new PrintStream(PRINTED, true, UTF_8));
    }

    @Test
    void every_driver_writes_in_every_setting_without_a_failure() {
        assertThat(report.results())
                .hasSize(9)
                .allSatisfy(result -> assertThat(result.writes()).isPositive())
                .allSatisfy(result -> assertThat(result.failed()).isZero());
    }

    @Test
    void what_was_acknowledged_is_in_the_database() {
        assertThat(report.proof().writes()).isPositive();
        assertThat(report.proof().lies()).isEmpty();
    }

    @Test
    void the_bare_client_commits_every_write_by_itself() {
        assertThat(report.results())
                .filteredOn(result -> result.driver().equals("bare"))
                .allSatisfy(result -> assertThat(result.transactionsPerWrite()).isGreaterThanOrEqualTo(1));
    }

    @Test
    void nobody_was_made_faster_by_writes_that_are_not_durable() {
        assertThat(report.durability())
                .containsEntry("fsync", "on")
                .containsEntry("synchronous_commit", "on")
                .containsEntry("full_page_writes", "on");
    }

    @Test
    void the_report_is_printed_and_kept() throws IOException {
        var printed = PRINTED.toString(UTF_8);
        var kept = new JsonObject(Files.readString(JSON));

        assertThat(printed).contains("of bare", "fsync on", "synchronous_commit on", "in the database are those");
        assertThat(kept.getJsonArray("results")).hasSameSizeAs(report.results());
    }
}
