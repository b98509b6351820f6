package io.lockstep.bench.interest;

/**
 * What a placement costs.
 *
 * @param broadcast messages for an event if all nodes are told
 * @param byShard messages for an event if the nodes are told that listen to its shard, as the product does it
 * @param bySpace messages for an event if only the nodes are told where somebody wants it: nothing does with fewer
 * @param watchedPerNode spaces that a node watches; it compares the head of each once a second in PostgreSQL, and the
 *     counter of its locks in Redis
 * @param registrations of all nodes on the addresses of events
 * @param busiest sockets of the node that has most of them, of the mean
 * @param reportsPerSecond messages between different nodes by which they tell who is present, while nothing happens
 * @param toldPerNodeAndSecond spaces that other nodes name to a node in these reports
 */
record Traffic(
        double broadcast,
        double byShard,
        double bySpace,
        double watchedPerNode,
        long registrations,
        double busiest,
        double reportsPerSecond,
        double toldPerNodeAndSecond) {
    /** How often a node says where it stands. */
    static final double BEATS_PER_SECOND = 2;

    /** Of the messages those that nobody wants who gets them. */
    double unwanted() {
        return 1 - bySpace / byShard;
    }

    boolean isPossible() {
        return bySpace <= byShard + 1e-9 && byShard <= broadcast + 1e-9;
    }
}
