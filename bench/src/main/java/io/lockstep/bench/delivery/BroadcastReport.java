package io.lockstep.bench.delivery;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What came of scenarios 01 to 05.
 *
 * @param flags of the JVM of every server
 */
record BroadcastReport(
        Machine machine, List<String> flags, int viewers, int repetitions, List<Result> results, List<Ratio> ratios) {
    BroadcastReport {
        flags = List.copyOf(flags);
        results = List.copyOf(results);
        ratios = List.copyOf(ratios);
    }

    boolean isSound() {
        return results.stream().allMatch(result -> result.disordered() == 0);
    }

    /** One turn of a way; lost is nothing, or there would be no trial. */
    record Trial(
            Rounds.Sample sample,
            double cpuMicros,
            double compilerMicros,
            double storeCpuMicros,
            long frames,
            long bytes,
            long disordered) {
        double microsPerFrame() {
            return (cpuMicros - compilerMicros) / sample.frames();
        }

        private double compilerMicrosPerFrame() {
            return compilerMicros / sample.frames();
        }

        private double storeMicrosPerFrame() {
            return storeCpuMicros / sample.frames();
        }

        private double framesPerSecond() {
            return sample.frames() * 1e9 / sample.nanos();
        }
    }

    /**
     * One way, all repetitions.
     *
     * @param events that were sent at once
     * @param microsPerFrame processor time of the server, user and system, for each frame that came, without the compilers of
     *     its JVM
     * @param compilerMicrosPerFrame that of the compilers, which work as long as the program is new
     * @param storeMicrosPerFrame that of its stores
     * @param lastMillis from the order to send until the last viewer had all
     * @param spreadMillis from the first viewer's first frame to that
     */
    record Result(
            String scenario,
            String name,
            int events,
            Spread microsPerFrame,
            Spread compilerMicrosPerFrame,
            Spread storeMicrosPerFrame,
            Spread framesPerSecond,
            Latency lastMillis,
            Latency spreadMillis,
            double bytesPerFrame,
            long frames,
            long disordered) {
        static Result of(Way way, List<Trial> trials) {
            var last = new Histogram(3);
            var spread = new Histogram(3);
            trials.forEach(trial -> last.add(trial.sample().lastNanos()));
            trials.forEach(trial -> spread.add(trial.sample().spreadNanos()));
            var frames = trials.stream().mapToLong(Trial::frames).sum();
            var bytes = trials.stream().mapToLong(Trial::bytes).sum();
            return new Result(
                    way.number(),
                    way.name(),
                    way.events(),
                    over(trials, Trial::microsPerFrame),
                    over(trials, Trial::compilerMicrosPerFrame),
                    over(trials, Trial::storeMicrosPerFrame),
                    over(trials, Trial::framesPerSecond),
                    Latency.of(last),
                    Latency.of(spread),
                    (double) bytes / frames,
                    frames,
                    trials.stream().mapToLong(Trial::disordered).sum());
        }
    }

    /** Processor time per frame of one way as a part of another's in the same repetition. */
    record Ratio(String of, String to, Spread microsPerFrame) {
        static Ratio of(Way way, List<Trial> own, Way other, List<Trial> others) {
            return new Ratio(
                    way.number(),
                    other.number(),
                    Spread.of(IntStream.range(0, own.size())
                            .mapToObj(repetition -> own.get(repetition).microsPerFrame()
                                    / others.get(repetition).microsPerFrame())
                            .toList()));
        }
    }

    private static Spread over(List<Trial> trials, ToDoubleFunction<Trial> figure) {
        return Spread.of(trials.stream().map(figure::applyAsDouble).toList());
    }
}
