package io.lockstep.bench.interest;

import io.lockstep.contract.Topic;

/**
 * Gateway nodes, and what decides who connects to which and hears of what.
 *
 * @param shards addresses on which events are published, a power of two; the product has {@value Topic#SHARDS}
 * @param isPersonal whether each socket listens to the topic of its user as well
 */
record Fleet(int nodes, int shards, Routing routing, boolean isPersonal) {

    /** How a socket finds its node. */
    enum Routing {
        /** Any node will do, as behind a proxy that knows nothing of spaces. */
        ANY,
        /** All of a space to one node, or to the next ones when that is full. */
        BY_SPACE,
        /** The same for all spaces of a shard. */
        BY_SHARD
    }

    Fleet {
        if (nodes < 1 || shards < 1 || Integer.bitCount(shards) != 1) {
            throw new IllegalArgumentException("at least one node, and as many shards as a power of two");
        }
    }

    /** As {@link Topic#shard}, for any number of shards. */
    int shard(String topic) {
        var bits = Integer.numberOfTrailingZeros(shards);
        return bits == 0 ? 0 : spread(topic) >>> (Integer.SIZE - bits);
    }

    /** The node that a socket is sent to first; for any node the caller draws one. */
    int home(String space) {
        return switch (routing) {
            case ANY -> 0;
            case BY_SPACE -> Math.floorMod(spread(space + "/home"), nodes);
            case BY_SHARD -> (int) ((long) shard(space) * nodes / shards);
        };
    }

    private static int spread(String key) {
        return key.hashCode() * 0x9E3779B9;
    }
}
