package io.lockstep.bench.writes;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Spread;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What came of {@link Writes12}.
 *
 * @param durability PostgreSQL's settings that make a commit durable
 */
record WritesReport(
        Machine machine, Map<String, String> durability, int repetitions, List<Result> results, Proof proof) {
    WritesReport {
        durability = Map.copyOf(durability);
        results = List.copyOf(results);
    }

    /** Whether every write was acknowledged, and is there. */
    boolean isSound() {
        return proof.lies().isEmpty() && results.stream().allMatch(result -> result.failed() == 0);
    }

    /** Documents that are written to at the same time. */
    record Setting(String name, List<Slot> slots) {}

    /**
     * One driver in one setting, all repetitions.
     *
     * @param ofBare its writes per second as a part of the bare driver's in the same repetition
     */
    record Result(
            String setting,
            int inFlight,
            String driver,
            Spread writesPerSecond,
            Spread ofBare,
            Latency millis,
            long writes,
            long failed,
            double jvmCpuMicrosPerWrite,
            double transactionsPerWrite,
            double walBytesPerWrite) {

        static Result of(Setting setting, String driver, List<Trial> own, List<Trial> bare) {
            var writes = own.stream().mapToLong(trial -> trial.sample().jobs()).sum();
            return new Result(
                    setting.name(),
                    setting.slots().size(),
                    driver,
                    Spread.of(own.stream().map(Result::speed).toList()),
                    Spread.of(IntStream.range(0, own.size())
                            .mapToObj(repetition -> speed(own.get(repetition)) / speed(bare.get(repetition)))
                            .toList()),
                    Latency.of(own.stream().map(Trial::sample).toList()),
                    writes,
                    own.stream().mapToLong(trial -> trial.sample().failed()).sum(),
                    own.stream().mapToDouble(Trial::jvmCpuMicros).sum() / writes,
                    own.stream().mapToDouble(Trial::transactions).sum() / writes,
                    own.stream().mapToDouble(Trial::walBytes).sum() / writes);
        }

        private static double speed(Trial trial) {
            return trial.sample().perSecond();
        }
    }
}
