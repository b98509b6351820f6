package io.lockstep.bench.delivery;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Lines;
import io.lockstep.bench.Machine;
import java.util.List;

/**
 * What came of {@link Latency07}.
 *
 * @param flags of the JVM of the server
 */
record LatencyReport(Machine machine, List<String> flags, List<Result> results) {
    LatencyReport {
        flags = List.copyOf(flags);
        results = List.copyOf(results);
    }

    boolean isSound() {
        return results.stream()
                .allMatch(result -> result.failed() == 0 && result.lost() == 0 && result.disordered() == 0);
    }

    /**
     * One variant.
     *
     * @param writesPerSecond that were acknowledged, of those that were due
     * @param processors that the server kept busy
     * @param fromCommit from the event's time, which the server takes before it commits and cuts to the millisecond, to each
     *     viewer
     * @param fromAnswer from the answer of the write to the last viewer; 0 when the viewers were first
     * @param fromWrite from when the write was due to the last viewer
     * @param failed writes
     * @param lost frames
     */
    record Result(
            String name,
            int viewers,
            int spaces,
            int duePerSecond,
            double writesPerSecond,
            double framesPerSecond,
            double processors,
            Latency fromCommit,
            Latency fromAnswer,
            Latency fromWrite,
            long failed,
            long lost,
            long disordered) {}

    String text() {
        var text = new Lines();
        text.add("Scenario 07: how long viewers wait for a change");
        text.add("%s; server with %s", machine, String.join(" ", flags));
        text.add("");
        text.add(
                "%-10s %7s %8s %9s %5s %-22s %-22s %-22s %6s %5s %9s",
                "variant",
                "viewers",
                "writes/s",
                "frames/s",
                "CPUs",
                "commit-viewer ms",
                "answer-last viewer ms",
                "write-last viewer ms",
                "failed",
                "lost",
                "disorder");
        text.add("%-43s %-22s %-22s %-22s", "", "p50/p99/max", "p50/p99/max", "p50/p99/max");
        for (var result : results) {
            text.add(
                    "%-10s %7d %8.0f %9.0f %5.2f %-22s %-22s %-22s %6d %5d %9d",
                    result.name(),
                    result.viewers(),
                    result.writesPerSecond(),
                    result.framesPerSecond(),
                    result.processors(),
                    of(result.fromCommit()),
                    of(result.fromAnswer()),
                    of(result.fromWrite()),
                    result.failed(),
                    result.lost(),
                    result.disordered());
        }
        return text.toString();
    }

    private static String of(Latency latency) {
        return Lines.format("%.1f/%.1f/%.1f", latency.p50(), latency.p99(), latency.max());
    }
}
