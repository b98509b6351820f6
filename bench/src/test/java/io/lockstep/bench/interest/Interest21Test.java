package io.lockstep.bench.interest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Interest21Test {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void the_same_figures_come_each_time_and_are_printed_kept_and_drawn() throws IOException {
        // Given
        var json = directory.resolve("interest.json");
        var options = Interest21.SHORTEST.leftAt(json);
        var first = Interest21.run(options, new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
        var printed = new ByteArrayOutputStream();
        // When
        var report = Interest21.run(options, new PrintStream(printed, true, UTF_8));
        // Then
        assertThat(report).isEqualTo(first);
        assertThat(report.isSound()).isTrue();
        assertThat(printed.toString(UTF_8)).contains("Messages for an event, 50 nodes", report.backgroundText());
        assertThat(new JsonObject(Files.readString(json)).getJsonArray("byNodes"))
                .hasSize(7);
        assertThat(Files.readString(directory.resolve("interest.svg"))).contains("</svg>");
    }

    @Test
    void more_nodes_never_make_an_event_cheaper() throws IOException {
        var report = Interest21.run(
                Interest21.SHORTEST.leftAt(directory.resolve("interest.json")),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8));

        assertThat(report.byNodes())
                .isSortedAccordingTo((one, other) ->
                        Double.compare(one.any().byShard(), other.any().byShard()));
    }
}
