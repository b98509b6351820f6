package io.lockstep.bench.locks;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What came of {@link Locks11}. */
record LocksReport(Machine machine, int repetitions, List<Result> results, List<Witness> witnesses) {
    LocksReport {
        results = List.copyOf(results);
        witnesses = List.copyOf(witnesses);
    }

    /**
     * One driver in one setting, all repetitions.
     *
     * @param ofRaw its pairs per second as a part of the raw driver's in the same repetition
     * @param acquireMillis of all acquires
     * @param calls what Redis ran by its commandstats
     */
    record Result(
            String setting,
            int inFlight,
            String driver,
            Spread pairsPerSecond,
            Spread ofRaw,
            Latency acquireMillis,
            long pairs,
            long failed,
            double jvmCpuMicrosPerPair,
            double redisCpuMicrosPerPair,
            Map<String, Long> calls) {

        static Result of(Setting setting, String driver, List<Trial> own, List<Trial> raw) {
            var pairs = own.stream().mapToLong(trial -> trial.sample().jobs()).sum();
            var calls = new TreeMap<String, Long>();
            own.forEach(trial -> trial.calls().forEach((command, count) -> calls.merge(command, count, Long::sum)));
            return new Result(
                    setting.name(),
                    setting.cells().size(),
                    driver,
                    Spread.of(own.stream().map(Result::speed).toList()),
                    Spread.of(IntStream.range(0, own.size())
                            .mapToObj(repetition -> speed(own.get(repetition)) / speed(raw.get(repetition)))
                            .toList()),
                    Latency.of(own.stream().map(Trial::sample).toList()),
                    pairs,
                    own.stream().mapToLong(trial -> trial.sample().failed()).sum(),
                    own.stream().mapToDouble(Trial::jvmCpuMicros).sum() / pairs,
                    own.stream().mapToDouble(Trial::redisCpuMicros).sum() / pairs,
                    calls);
        }

        private static double speed(Trial trial) {
            return trial.sample().perSecond();
        }
    }

    /** Cells that are locked at the same time. */
    record Setting(String name, List<Cell> cells) {}
}
