package io.lockstep.bench;

import io.lockstep.bench.Load.Sample;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long answers took, in milliseconds. */
public record Latency(double p50, double p99, double max) {
    public static Latency of(List<Sample> samples) {
        var all = new Histogram(3);
        samples.forEach(sample -> all.add(sample.answerNanos()));
        return of(all);
    }

    public static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getValueAtPercentile(50) / 1e6, nanos.getValueAtPercentile(99) / 1e6, nanos.getMaxValue() / 1e6);
    }
}
