package io.lockstep.bench.storm;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What came of {@link Storm14}. */
record StormReport(Machine machine, int clients, int connections, int repetitions, List<Result> results) {
    StormReport {
        results = List.copyOf(results);
    }

    boolean isSound() {
        return results.stream().allMatch(result -> result.failed() == 0);
    }

    /** One storm, and the statements that PostgreSQL ran meanwhile, those of the change that began it too. */
    record Trial(Storm.Sample sample, Map<String, Long> statements) {
        long all() {
            return statements.values().stream().mapToLong(count -> count).sum();
        }
    }

    /**
     * One reader, all repetitions.
     *
     * @param ofBare its time as a part of the bare reader's in the same repetition
     * @param clientMillis from the event to the answer of a client
     * @param statements in one storm: all of them
     * @param mostOften how often each ran in the storm in which it ran most
     */
    record Result(
            String subject,
            String reader,
            Spread millis,
            Spread ofBare,
            Latency clientMillis,
            long failed,
            Spread statements,
            Map<String, Long> mostOften) {
        static Result of(Reader reader, List<Trial> own, List<Trial> bare) {
            var clients = new Histogram(3);
            own.forEach(trial -> clients.add(trial.sample().clientNanos()));
            var mostOften = new TreeMap<String, Long>();
            own.forEach(trial ->
                    trial.statements().forEach((statement, count) -> mostOften.merge(statement, count, Long::max)));
            return new Result(
                    reader.subject(),
                    reader.name(),
                    Spread.of(own.stream().map(Result::millis).toList()),
                    Spread.of(IntStream.range(0, own.size())
                            .mapToObj(repetition -> millis(own.get(repetition)) / millis(bare.get(repetition)))
                            .toList()),
                    Latency.of(clients),
                    own.stream().mapToLong(trial -> trial.sample().failed()).sum(),
                    Spread.of(own.stream().map(trial -> (double) trial.all()).toList()),
                    mostOften);
        }

        private static double millis(Trial trial) {
            return trial.sample().nanos() / 1e6;
        }
    }
}
