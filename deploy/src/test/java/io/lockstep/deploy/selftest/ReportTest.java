package io.lockstep.deploy.selftest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_check_is_a_line_and_below_a_cross_stands_the_mend() throws InterruptedException {
        // When
        int code = fill(report(Report.Style.SIGNS)).end();

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "✓ One: 16.2",
                        "✗ Two: fsync is off",
                        "    mend: switch it on",
                        "✗ Three: refused",
                        "    mend: start it",
                        "✗ Four: no answer in time",
                        "    mend: hurry",
                        "- Five: skipped, as Four is away",
                        "1 ok, 3 failed, 1 skipped");
    }

    @Test
    void without_utf_8_there_are_words() throws InterruptedException {
        // When
        fill(report(Report.Style.WORDS)).end();

        // Then
        assertThat(out.toString(UTF_8))
                .contains("ok   One: 16.2\n", "FAIL Two: fsync is off\n", "skip Five: skipped, as Four is away\n");
        assertThat(out.toString(UTF_8)).as("ASCII").matches("\\p{ASCII}*");
    }

    @Test
    void json_is_one_object_at_the_end() throws InterruptedException {
        // Given
        var report = fill(report(Report.Style.JSON));
        assertThat(out.size()).isZero();

        // When
        report.end();

        // Then
        var json = new JsonObject(out.toString(UTF_8));
        assertThat(json.getBoolean("ok")).isFalse();
        assertThat(json.getJsonArray("checks")).hasSize(5);
        assertThat(json.getJsonArray("checks").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("check", "Two")
                        .put("state", "failed")
                        .put("text", "fsync is off")
                        .put("mend", "switch it on"));
    }

    @Test
    void nothing_that_failed_is_exit_code_0() throws InterruptedException {
        // Given
        var report = report(Report.Style.JSON);
        report.check("One", "", () -> "good");
        report.skip("Two", "as nobody asks");

        // When
        int code = report.end();

        // Then
        assertThat(code).isZero();
        assertThat(new JsonObject(out.toString(UTF_8)).getBoolean("ok")).isTrue();
        assertThat(new JsonObject(out.toString(UTF_8)).getJsonArray("checks", new JsonArray()))
                .hasSize(2);
    }

    private static Report fill(Report report) throws InterruptedException {
        report.check("One", "", () -> "16.2");
        report.check("Two", "never shown", () -> {
            throw new Finding("fsync is off", "switch it on");
        });
        report.check("Three", "start it", () -> {
            throw new IOException(new IOException("refused"));
        });
        report.check("Four", "hurry", () -> {
            throw new TimeoutException();
        });
        report.skip("Five", "as Four is away");
        return report;
    }

    private Report report(Report.Style style) {
        return new Report(new PrintStream(out, true, UTF_8), style);
    }
}
