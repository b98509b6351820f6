package io.lockstep.bench.scaleout;

import io.lockstep.contract.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How spaces and their viewers are spread over gateways, and what an event costs on the bus by that. */
enum Variant {
    /** Every space has viewers on every gateway: each is told of each event, and wants it. */
    EVERYWHERE("everywhere"),
    /** Every space has viewers on one gateway, but all spaces are of one shard: each is told of each event, one wants it. */
    ONE_SHARD("apart, one shard"),
    /** Every space has viewers on one gateway, and its shard nobody else listens to: only that one is told. */
    OWN_SHARDS("apart, own shards"),
    /** As everywhere, but each gateway has one viewer of a space, when there are {@value #MOST_GATEWAYS}. */
    MANY("everywhere, many");

    static final int MOST_GATEWAYS = 4;

    /** So many that each number of gateways has the same number of them. */
    private static final int FEW_SPACES = 20;

    private final String title;

    Variant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    int spaces(int sockets) {
        return this == MANY ? Math.max(1, sockets / MOST_GATEWAYS) : FEW_SPACES;
    }

    /** As many for each space, on each number of gateways. */
    int viewersPerSpace(int sockets) {
        return Math.max(1, sockets / spaces(sockets) / MOST_GATEWAYS) * MOST_GATEWAYS;
    }

    /** Whether the cost of the clock is all that is asked for. */
    boolean isIdle() {
        return this == MANY;
    }

    /** Names of spaces; where they are apart, the nth is of gateway n modulo the gateways. */
    List<String> names(int sockets) {
        var count = spaces(sockets);
        return switch (this) {
            case EVERYWHERE -> named("all", count, shard -> true, false);
            case MANY -> named("many", count, shard -> true, false);
            case ONE_SHARD -> named("one", count, shard -> shard == Topic.shard(Topic.space("bench:one-10000")), false);
            // Changes of access have a shard to which all listen.
            case OWN_SHARDS -> named("own", count, shard -> shard != Topic.shard(Topic.ACCESS), true);
        };
    }

    /** The number of the space at which a viewer of a gateway looks. */
    int spaceOf(int viewer, int spaces, int gateway, int gateways) {
        return switch (this) {
            case EVERYWHERE, MANY -> viewer % spaces;
            case ONE_SHARD, OWN_SHARDS -> viewer % (spaces / gateways) * gateways + gateway;
        };
    }

    private static List<String> named(String kind, int count, IntPredicate fits, boolean isEachAlone) {
        var taken = new HashSet<Integer>();
        // Of one length, so that events are equally long.
        return IntStream.range(10_000, 100_000)
                .mapToObj(number -> "bench:" + kind + "-" + number)
                .filter(name -> fits.test(shard(name)) && (!isEachAlone || taken.add(shard(name))))
                .limit(count)
                .toList();
    }

    private static int shard(String space) {
        return Topic.shard(Topic.space(space));
    }
}
