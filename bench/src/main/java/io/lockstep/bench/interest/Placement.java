package io.lockstep.bench.interest;

import io.lockstep.contract.Topic;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;

/** Which node has somebody who is interested in what, once all sockets have found their nodes. */
final class Placement {
    /** A node takes so many times the mean; what is more goes to the next one. */
    static final double FULL = 1.25;

    private final Fleet fleet;
    private final Viewers viewers;
    private final int[] load;
    private final Interests spaces;
    private final Interests shardsOfSpaces;
    private final Interests shards;
    private final int[] shardOfSpace;

    /** Who of the nodes is interested in which of some things. */
    private static final class Interests {
        private final BitSet known = new BitSet();
        private final int[] nodes;
        private final int fleet;

        Interests(int things, int fleet) {
            this.nodes = new int[things];
            this.fleet = fleet;
        }

        void add(int thing, int node) {
            var bit = thing * fleet + node;
            if (!known.get(bit)) {
                known.set(bit);
                nodes[thing]++;
            }
        }

        int of(int thing) {
            return nodes[thing];
        }

        long all() {
            return IntStream.of(nodes).asLongStream().sum();
        }
    }

    private Placement(Fleet fleet, Viewers viewers) {
        this.fleet = fleet;
        this.viewers = viewers;
        this.load = new int[fleet.nodes()];
        this.spaces = new Interests(viewers.spaces(), fleet.nodes());
        this.shardsOfSpaces = new Interests(fleet.shards(), fleet.nodes());
        this.shards = new Interests(fleet.shards(), fleet.nodes());
        this.shardOfSpace = IntStream.range(0, viewers.spaces())
                .map(space -> fleet.shard(topic(space)))
                .toArray();
    }

    /** Sends every socket to a node. */
    static Placement of(Fleet fleet, Viewers viewers, long seed) {
        var placement = new Placement(fleet, viewers);
        var homes = IntStream.range(0, viewers.spaces())
                .map(space -> fleet.home(topic(space)))
                .toArray();
        var random = new Random(seed);
        var most = (int) Math.ceil(FULL * viewers.sockets() / fleet.nodes());
        for (var socket = 0; socket < viewers.sockets(); socket++) {
            var space = viewers.spaceOf(socket);
            var first = fleet.routing() == Fleet.Routing.ANY ? random.nextInt(fleet.nodes()) : homes[space];
            placement.place(socket, space, placement.firstWithRoom(first, most));
        }
        return placement;
    }

    private static String topic(int space) {
        return Topic.space("bench:" + space);
    }

    /** Scattered: names that count up as those of the spaces do would have shards that count up with theirs. */
    private static String user(int socket) {
        return Long.toString(socket * 2_654_435_761L & 0xFFFF_FFFFL, Character.MAX_RADIX);
    }

    private int firstWithRoom(int first, int most) {
        var node = first;
        while (load[node] >= most) {
            node = (node + 1) % fleet.nodes();
        }
        return node;
    }

    private void place(int socket, int space, int node) {
        load[node]++;
        spaces.add(space, node);
        shardsOfSpaces.add(shardOfSpace[space], node);
        shards.add(shardOfSpace[space], node);
        if (fleet.isPersonal()) {
            shards.add(fleet.shard(Topic.user(user(socket))), node);
        }
    }

    /** What that means while events happen where people look: a space has as many of them as it has viewers. */
    Traffic traffic() {
        var counts = viewers.bySpace();
        var byShard = 0.0;
        var bySpace = 0.0;
        var told = 0.0;
        for (var space = 0; space < counts.length; space++) {
            byShard += (double) counts[space] * shards.of(shardOfSpace[space]);
            bySpace += (double) counts[space] * spaces.of(space);
            told += (double) spaces.of(space) * (shardsOfSpaces.of(shardOfSpace[space]) - 1);
        }
        var reports = IntStream.range(0, fleet.shards())
                .mapToLong(shard -> (long) shardsOfSpaces.of(shard) * (shardsOfSpaces.of(shard) - 1))
                .sum();
        return new Traffic(
                fleet.nodes(),
                byShard / viewers.sockets(),
                bySpace / viewers.sockets(),
                (double) spaces.all() / fleet.nodes(),
                shards.all(),
                (double) IntStream.of(load).max().orElse(0) * fleet.nodes() / viewers.sockets(),
                reports * Traffic.BEATS_PER_SECOND,
                told * Traffic.BEATS_PER_SECOND / fleet.nodes());
    }
}
