package io.lockstep.bench.locks;

import static io.lockstep.bench.Lines.format;
import static io.lockstep.bench.Lines.range;

import io.lockstep.bench.Lines;
import io.lockstep.bench.locks.LocksReport.Result;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A {@link LocksReport} for people. */
final class LocksText {
    private final Lines text = new Lines();

    private LocksText() {}

    static String of(LocksReport report) {
        var out = new LocksText();
        out.text.add("Scenario 11: locks, in pairs of acquire and release");
        out.text.add("%s; %d repetitions in ABBA order", report.machine(), report.repetitions());
        out.speeds(report.results());
        out.commands(report.results());
        out.witnesses(report.witnesses());
        return out.text.toString();
    }

    private void speeds(List<Result> results) {
        text.add("");
        text.add(
                "%-17s %-6s %9s %17s %6s %13s %8s %8s %8s %7s %7s %7s",
                "in flight",
                "driver",
                "pairs/s",
                "(min to max)",
                "of raw",
                "(min to max)",
                "p50 ms",
                "p99 ms",
                "max ms",
                "JVM µs",
                "Redis",
                "failed");
        for (var result : results) {
            var speed = result.pairsPerSecond();
            var ofRaw = result.ofRaw();
            var latency = result.acquireMillis();
            text.add(
                    "%-17s %-6s %9.0f %17s %6.2f %13s %8.2f %8.2f %8.2f %7.0f %7.0f %7d",
                    result.inFlight() + ", " + result.setting(),
                    result.driver(),
                    speed.median(),
                    range("%.0f", speed),
                    ofRaw.median(),
                    range("%.2f", ofRaw),
                    latency.p50(),
                    latency.p99(),
                    latency.max(),
                    result.jvmCpuMicrosPerPair(),
                    result.redisCpuMicrosPerPair(),
                    result.failed());
        }
        text.add(
                "p50, p99, max: of the acquires. JVM µs, Redis: processor time per pair of this process (server and clients)");
        text.add("and of Redis.");
    }

    /** Of the first setting. */
    private void commands(List<Result> results) {
        var first = results.get(0);
        var shown = results.stream()
                .filter(result -> result.inFlight() == first.inFlight()
                        && result.setting().equals(first.setting()))
                .toList();
        text.add("");
        text.add(
                "Commands per pair by INFO commandstats, those inside of the scripts too, %d in flight",
                first.inFlight());
        text.add("%-17s %s", "", columns(shown, Result::driver));
        var commands = new TreeSet<String>();
        shown.forEach(result -> commands.addAll(result.calls().keySet()));
        for (var command : commands) {
            text.add(
                    "%-17s %s",
                    command,
                    columns(
                            shown,
                            result -> format(
                                    "%.4f", (double) result.calls().getOrDefault(command, 0L) / result.pairs())));
        }
    }

    private void witnesses(List<Witness> witnesses) {
        text.add("");
        text.add("What clients sent by MONITOR");
        for (var witness : witnesses) {
            text.add(
                    "%-6s %d operations, %d EVALSHA, %s as raw; beside them %s",
                    witness.driver(),
                    witness.operations(),
                    witness.evalshas(),
                    witness.sentAsBy(witnesses.get(0)) ? "the same bytes" : "NOT THE SAME BYTES",
                    witness.others());
        }
    }

    private static String columns(List<Result> results, Function<Result, String> column) {
        return results.stream()
                .map(result -> format("%12s", column.apply(result)))
                .collect(Collectors.joining());
    }
}
