package io.lockstep.bench.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether the scenarios of live delivery measure what they say; how fast anything is depends on the machine. */
class DeliveryIT {
    private static final Path JSON = Path.of("target", "delivery-short.json");

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static boolean isSound;
    private static JsonObject kept = new JsonObject();

    @BeforeAll
    static void run() throws IOException, TimeoutException {
        isSound = Delivery.run(Delivery.SHORTEST.leftAt(JSON), Delivery.ALL, new PrintStream(PRINTED, true, UTF_8));
        kept = new JsonObject(Files.readString(JSON));
    }

    @Test
    void every_scenario_works() {
        assertThat(isSound).as(PRINTED.toString(UTF_8)).isTrue();
    }

    @Test
    void every_way_brings_the_same_events_to_every_socket_in_order() {
        var results = objects("broadcast", "results");

        assertThat(results)
                .extracting(result -> result.getString("scenario"))
                .containsExactly("01", "02", "03", "04", "05");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getLong("disordered")).isZero();
            assertThat(result.getLong("frames")).isPositive();
            assertThat(result.getDouble("bytesPerFrame")).isBetween(200.0, 500.0);
        });
        assertThat(results.get(4).getInteger("events")).isEqualTo(20);
    }

    @Test
    void the_ratios_of_the_run_are_told() {
        assertThat(objects("broadcast", "ratios"))
                .extracting(ratio -> ratio.getString("of") + "/" + ratio.getString("to"))
                .containsExactly("04/01", "04/02", "04/03", "05/04");
        assertThat(PRINTED.toString(UTF_8)).contains("04/01", "05/04", "us/frame");
    }

    @Test
    void memory_is_measured_for_each_kind_of_socket() {
        assertThat(objects("memory", "results"))
                .hasSize(4)
                .allSatisfy(result -> assertThat(result.getString("broken")).isEmpty())
                .allSatisfy(result -> assertThat(result.getJsonObject("after").getLong("heapBytes"))
                        .isPositive());
    }

    @Test
    void every_change_is_shown_to_every_viewer_while_writes_come_at_a_rate() {
        assertThat(objects("latency", "results")).hasSize(2).allSatisfy(result -> {
            assertThat(result.getLong("lost")).isZero();
            assertThat(result.getLong("failed")).isZero();
            assertThat(result.getDouble("framesPerSecond")).isPositive();
            assertThat(result.getJsonObject("fromCommit").getDouble("p50")).isPositive();
        });
    }

    @Test
    void clients_of_a_server_that_was_killed_come_back_without_loss_or_repeat() {
        var report = kept.getJsonObject("reconnect");

        assertThat(report.getLong("behind")).isZero();
        assertThat(report.getLong("disordered")).isZero();
        // Some had missed something.
        assertThat(report.getLong("replayed")).isPositive();
        assertThat(report.getLong("feedQueries")).isPositive();
    }

    private static List<JsonObject> objects(String report, String key) {
        return kept.getJsonObject(report).getJsonArray(key).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
