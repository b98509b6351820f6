package io.lockstep.bench.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.bench.notes.NotesReport.Result;
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
class Notes13IT {
    private static final Path JSON = Path.of("target", "notes-13-short.json");

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static NotesReport report;

    @BeforeAll
    static void run() throws IOException, TimeoutException {
        report = Notes13.run(Notes13.SHORTEST.leftAt(JSON), new PrintStream(PRINTED, true, UTF_8));
    }

    @Test
    void every_state_is_measured_through_the_server_and_without_it() {
        assertThat(report.results())
                .hasSize(10)
                .allSatisfy(result -> assertThat(result.millis().p50()).isPositive());
    }

    @Test
    void a_client_that_has_seen_everything_costs_one_small_statement_and_no_bytes() {
        var known = http("nothing changed, pruneBefore and etag");

        assertThat(known.bytes()).isZero();
        assertThat(known.statements()).containsEntry("listDocuments", 1.0).doesNotContainKey("syncDocuments");
    }

    @Test
    void a_synchronisation_is_one_statement_on_the_documents() {
        assertThat(http("nothing changed, pruneBefore").statements()).containsEntry("syncDocuments", 1.0);
        assertThat(http("one changed, pruneBefore and etag").statements()).containsEntry("syncDocuments", 1.0);
    }

    @Test
    void an_unchanged_synchronisation_reads_the_index_alone() {
        assertThat(report.plan().isIndexOnly()).isTrue();
        assertThat(report.plan().heapFetches()).isZero();
    }

    @Test
    void the_report_is_printed_and_kept() throws IOException {
        var kept = new JsonObject(Files.readString(JSON));

        assertThat(PRINTED.toString(UTF_8)).contains("Heap Fetches: 0", "first sync");
        assertThat(kept.getJsonArray("results")).hasSameSizeAs(report.results());
    }

    private static Result http(String state) {
        return report.results().stream()
                .filter(result ->
                        result.driver().equals("http") && result.state().equals(state))
                .findFirst()
                .orElseThrow();
    }
}
