package io.lockstep.bench.interest;

import io.lockstep.bench.Options;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.interest.Fleet.Routing;
import io.lockstep.bench.interest.InterestReport.Row;
import io.lockstep.contract.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Scenario 21: how many messages an event costs on the bus, by the number of nodes, shards and sockets, and by how sockets find
 * their nodes. A simulation; the same figures on every machine.
 */
public final class Interest21 {
    /** So many sockets for a space. */
    private static final int SOCKETS_PER_SPACE = 10;

    private static final double SKEW = 1;
    private static final long SEED = 21;
    private static final int NODES = 50;
    private static final int FEW_NODES = 8;

    /** A million sockets, a hundred thousand spaces. */
    static final Options USUAL =
            new Options(Duration.ZERO, Duration.ZERO, 1, List.of(1), 1_000_000, Scenario.json("interest"));

    static final Options SHORTEST =
            new Options(Duration.ZERO, Duration.ZERO, 1, List.of(1), 10_000, Scenario.json("interest"));

    private Interest21() {}

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments, USUAL, SHORTEST, (options, out) -> run(options, out).isSound());
    }

    /** Prints the report, leaves it as JSON, and its curves beside that. */
    static InterestReport run(Options options, PrintStream out) throws IOException {
        var viewers = viewers(options.size());
        var report = new InterestReport(
                viewers.sockets(),
                viewers.spaces(),
                SKEW,
                viewers.largestShare(),
                List.of(2, 4, 8, 16, 32, 50, 100).stream()
                        .map(nodes -> row(nodes, nodes, Topic.SHARDS, viewers))
                        .toList(),
                IntStream.of(0, 4, 6, 8, 10, 12, 14, 16)
                        .map(bits -> 1 << bits)
                        .mapToObj(shards -> row(shards, NODES, shards, viewers))
                        .toList(),
                IntStream.iterate(100, sockets -> sockets <= options.size(), sockets -> sockets * 10)
                        .mapToObj(sockets -> row(sockets, FEW_NODES, Topic.SHARDS, viewers(sockets)))
                        .toList());
        out.print(report.text());
        Scenario.keep(report, options.json());
        Files.writeString(options.json().resolveSibling("interest.svg"), Curves.of(report));
        return report;
    }

    private static Viewers viewers(int sockets) {
        return Viewers.drawn(sockets, Math.max(1, sockets / SOCKETS_PER_SPACE), SKEW, SEED);
    }

    private static Row row(int x, int nodes, int shards, Viewers viewers) {
        return new Row(
                x,
                traffic(new Fleet(nodes, shards, Routing.ANY, false), viewers),
                traffic(new Fleet(nodes, shards, Routing.BY_SPACE, false), viewers),
                traffic(new Fleet(nodes, shards, Routing.BY_SHARD, false), viewers),
                traffic(new Fleet(nodes, shards, Routing.BY_SHARD, true), viewers));
    }

    private static Traffic traffic(Fleet fleet, Viewers viewers) {
        return Placement.of(fleet, viewers, SEED).traffic();
    }
}
