package io.lockstep.bench.storm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.bench.storm.StormReport.Result;
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
class Storm14IT {
    private static final Path JSON = Path.of("target", "storm-14-short.json");

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static StormReport report;

    @BeforeAll
    static void run() throws IOException, TimeoutException {
        report = Storm14.run(Storm14.SHORTEST.leftAt(JSON), new PrintStream(PRINTED, true, UTF_8));
    }

    @Test
    void every_client_is_given_the_change_that_it_was_told_of() {
        assertThat(report.results())
                .hasSize(4)
                .allSatisfy(result -> assertThat(result.failed()).isZero());
    }

    @Test
    void the_bare_client_runs_a_statement_for_each_client() {
        assertThat(result("a document", "bare").mostOften()).containsEntry("readDocument", (long) report.clients());
        assertThat(result("a page", "bare").mostOften()).containsEntry("listDocuments", (long) report.clients());
    }

    @Test
    void clients_of_the_server_share_statements() {
        assertThat(result("a document", "http").mostOften().get("readDocument")).isLessThan(report.clients() / 2);
        assertThat(result("a page", "http").mostOften().get("listDocuments")).isLessThan(report.clients() / 2);
    }

    @Test
    void the_report_is_printed_and_kept() throws IOException {
        var kept = new JsonObject(Files.readString(JSON));

        assertThat(PRINTED.toString(UTF_8)).contains("of bare", "a document", "a page", "readDocument");
        assertThat(kept.getJsonArray("results")).hasSameSizeAs(report.results());
    }

    private static Result result(String subject, String reader) {
        return report.results().stream()
                .filter(result ->
                        result.subject().equals(subject) && result.reader().equals(reader))
                .findFirst()
                .orElseThrow();
    }
}
