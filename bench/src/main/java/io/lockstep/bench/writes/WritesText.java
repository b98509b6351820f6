package io.lockstep.bench.writes;

import static io.lockstep.bench.Lines.range;

import io.lockstep.bench.Lines;
import java.util.stream.Collectors;

/** A {@link WritesReport} for people. */
final class WritesText {
    private WritesText() {}

    static String of(WritesReport report) {
        var text = new Lines();
        text.add("Scenario 12: acknowledged durable writes, merges of one field of distinct documents");
        text.add("%s; %d repetitions in ABBA order", report.machine(), report.repetitions());
        text.add(
                "%s",
                report.durability().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ")));
        text.add("");
        text.add(
                "%-17s %-6s %9s %17s %7s %13s %8s %8s %8s %7s %7s %7s %7s",
                "in flight",
                "driver",
                "writes/s",
                "(min to max)",
                "of bare",
                "(min to max)",
                "p50 ms",
                "p99 ms",
                "max ms",
                "JVM µs",
                "commits",
                "WAL B",
                "failed");
        for (var result : report.results()) {
            var speed = result.writesPerSecond();
            var ofBare = result.ofBare();
            var latency = result.millis();
            text.add(
                    "%-17s %-6s %9.0f %17s %7.2f %13s %8.2f %8.2f %8.2f %7.0f %7.3f %7.0f %7d",
                    result.inFlight() + ", " + result.setting(),
                    result.driver(),
                    speed.median(),
                    range("%.0f", speed),
                    ofBare.median(),
                    range("%.2f", ofBare),
                    latency.p50(),
                    latency.p99(),
                    latency.max(),
                    result.jvmCpuMicrosPerWrite(),
                    result.transactionsPerWrite(),
                    result.walBytesPerWrite(),
                    result.failed());
        }
        text.add(
                "JVM µs, commits, WAL B: per write the processor time of this process (server and clients), PostgreSQL's");
        text.add("transactions that wrote, and the bytes of its log.");
        text.add("");
        text.add(
                "%d writes were acknowledged in all: %s",
                report.proof().writes(),
                report.proof().lies().isEmpty()
                        ? "documents, titles, seqs and feeds in the database are those"
                        : "THE DATABASE HOLDS SOMETHING ELSE");
        report.proof().lies().forEach(lie -> text.add("%s", lie));
        return text.toString();
    }
}
