package io.lockstep.bench.delivery;

import static io.lockstep.bench.Lines.range;

import io.lockstep.bench.Lines;

/** A {@link BroadcastReport} for people. */
final class BroadcastText {
    private BroadcastText() {}

    static String of(BroadcastReport report) {
        var text = new Lines();
        text.add("Scenarios 01 to 05: events to %d sockets", report.viewers());
        text.add(
                "%s; %d repetitions in ABBA order; servers with %s",
                report.machine(), report.repetitions(), String.join(" ", report.flags()));
        text.add("");
        text.add(
                "%-32s %6s %9s %15s %9s %9s %10s %9s %9s %9s %7s %9s",
                "scenario",
                "events",
                "us/frame",
                "(min to max)",
                "JIT us",
                "stores us",
                "frames/s",
                "last p50",
                "last p99",
                "1st-last",
                "bytes",
                "disorder");
        for (var result : report.results()) {
            text.add(
                    "%-32s %6d %9.2f %15s %9.2f %9.2f %10.0f %9.1f %9.1f %9.1f %7.0f %9d",
                    result.scenario() + " " + result.name(),
                    result.events(),
                    result.microsPerFrame().median(),
                    range("%.2f", result.microsPerFrame()),
                    result.compilerMicrosPerFrame().median(),
                    result.storeMicrosPerFrame().median(),
                    result.framesPerSecond().median(),
                    result.lastMillis().p50(),
                    result.lastMillis().p99(),
                    result.spreadMillis().p50(),
                    result.bytesPerFrame(),
                    result.disordered());
        }
        text.add("");
        for (var ratio : report.ratios()) {
            text.add(
                    "%s/%s %6.2f %s",
                    ratio.of(), ratio.to(), ratio.microsPerFrame().median(), range("%.2f", ratio.microsPerFrame()));
        }
        text.add(
                "us/frame: processor time of the server's process, user and system, without that of its compilers (JIT us); last: ms until the last viewer had all.");
        return text.toString();
    }
}
