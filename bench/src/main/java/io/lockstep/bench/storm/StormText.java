package io.lockstep.bench.storm;

import static io.lockstep.bench.Lines.range;

import io.lockstep.bench.Lines;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link StormReport} for people. */
final class StormText {
    private StormText() {}

    static String of(StormReport report) {
        var text = new Lines();
        text.add(
                "Scenario 14: %d clients on %d connections read again after one change",
                report.clients(), report.connections());
        text.add("%s; %d repetitions in ABBA order", report.machine(), report.repetitions());
        text.add("");
        text.add(
                "%-11s %-6s %8s %17s %7s %13s %8s %8s %8s %11s %17s %7s",
                "what",
                "reader",
                "all ms",
                "(min to max)",
                "of bare",
                "(min to max)",
                "p50 ms",
                "p99 ms",
                "max ms",
                "statements",
                "(min to max)",
                "failed");
        for (var result : report.results()) {
            text.add(
                    "%-11s %-6s %8.0f %17s %7.2f %13s %8.0f %8.0f %8.0f %11.0f %17s %7d",
                    result.subject(),
                    result.reader(),
                    result.millis().median(),
                    range("%.0f", result.millis()),
                    result.ofBare().median(),
                    range("%.2f", result.ofBare()),
                    result.clientMillis().p50(),
                    result.clientMillis().p99(),
                    result.clientMillis().max(),
                    result.statements().median(),
                    range("%.0f", result.statements()),
                    result.failed());
        }
        text.add("");
        text.add("What PostgreSQL ran in a storm by pg_stat_statements, with the write that began it, at most:");
        for (var result : report.results()) {
            text.add("%-11s %-6s %s", result.subject(), result.reader(), statements(result.mostOften()));
        }
        return text.toString();
    }

    private static String statements(Map<String, Long> statements) {
        return statements.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(statement -> statement.getKey() + " " + statement.getValue())
                .collect(Collectors.joining(", "));
    }
}
