package io.lockstep.deploy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class JsonLineTest {
    @Test
    void an_event_is_one_line_with_its_keys_beside_the_message() {
        // Given
        var event = event(null);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("durationMs", 12L),
                new KeyValuePair("user", "a\nb"),
                new KeyValuePair("level", "high")));

        // When
        var line = new String(new JsonLine().encode(event), UTF_8);

        // Then
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        var json = new JsonObject(line);
        assertThat(json.getString("message")).isEqualTo("was \"slow\"");
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("logger")).isEqualTo("io.lockstep.Test");
        assertThat(json.getInstant("at")).isEqualTo(event.getInstant());
        assertThat(json.getLong("durationMs")).isEqualTo(12);
        assertThat(json.getString("user")).isEqualTo("a\nb");
        assertThat(json.getString("level_")).isEqualTo("high");
    }

    @Test
    void a_stack_trace_is_one_field() {
        // When
        var line = new String(
                new JsonLine().encode(event(new IllegalStateException("broken", new RuntimeException("cause")))),
                UTF_8);

        // Then
        assertThat(line).containsOnlyOnce("\n");
        assertThat(new JsonObject(line).getString("error"))
                .startsWith("java.lang.IllegalStateException: broken")
                .contains("JsonLineTest", "Caused by: java.lang.RuntimeException: cause");
    }

    @Test
    void printed_lines_become_objects() {
        // Given
        var bytes = new ByteArrayOutputStream();
        var printed = JsonLog.lines(bytes, "INFO");

        // When
        printed.println("  Redis ... 0.1 s");
        printed.println("bereit für \"alle\"");

        // Then
        assertThat(bytes.toString(UTF_8).lines().map(line -> new JsonObject(line).getString("message")))
                .containsExactly("Redis ... 0.1 s", "bereit für \"alle\"");
    }

    private static LoggingEvent event(@Nullable Throwable failure) {
        var logger = new LoggerContext().getLogger("io.lockstep.Test");
        return new LoggingEvent("", logger, Level.WARN, "was \"{}\"", failure, new Object[] {"slow"});
    }
}
