package io.lockstep.bench.notes;

import io.lockstep.bench.Lines;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link NotesReport} for people. */
final class NotesText {
    private static final double SELDOM = 0.05;

    private NotesText() {}

    static String of(NotesReport report) {
        var text = new Lines();
        text.add("Scenario 13: a Notes client and its %d notes", report.notes());
        text.add("%s", report.machine());
        text.add("");
        text.add(
                "%-38s %-6s %8s %9s %9s %9s %10s   %s",
                "state", "driver", "requests", "p50 ms", "p99 ms", "max ms", "bytes", "statements of a request");
        for (var result : report.results()) {
            text.add(
                    "%-38s %-6s %8d %9.2f %9.2f %9.2f %10.0f   %s",
                    result.state(),
                    result.driver(),
                    result.requests(),
                    result.millis().p50(),
                    result.millis().p99(),
                    result.millis().max(),
                    result.bytes(),
                    statements(result.statements()));
        }
        text.add("");
        text.add(
                "Nothing changed, EXPLAIN (ANALYZE, BUFFERS) of syncDocuments after VACUUM, what touches the documents:");
        report.plan().scans().forEach(line -> text.add("  %s", line));
        return text.toString();
    }

    /** Without what runs by the clock. */
    private static String statements(Map<String, Double> statements) {
        return statements.entrySet().stream()
                .filter(statement -> statement.getValue() >= SELDOM)
                .sorted(Map.Entry.comparingByKey())
                .map(statement -> Lines.format("%s %.2f", statement.getKey(), statement.getValue()))
                .collect(Collectors.joining(", "));
    }
}
