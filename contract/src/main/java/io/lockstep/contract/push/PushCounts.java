package io.lockstep.contract.push;

/**
 * What the sockets of the push protocol on one node, or on all, come to.
 *
 * @param activeConnections that are open
 * @param activeUsers who have one; of several nodes the sum
 * @param totalConnections since the start
 * @param sentFiles messages since the start
 * @param sentActivities likewise
 * @param sentNotifications likewise
 * @param sentCustom likewise, with those of spaces
 */
public record PushCounts(
        long activeConnections,
        long activeUsers,
        long totalConnections,
        long sentFiles,
        long sentActivities,
        long sentNotifications,
        long sentCustom) {
    public static final PushCounts NONE = new PushCounts(0, 0, 0, 0, 0, 0, 0);

    public PushCounts plus(PushCounts other) {
        return new PushCounts(
                activeConnections + other.activeConnections,
                activeUsers + other.activeUsers,
                totalConnections + other.totalConnections,
                sentFiles + other.sentFiles,
                sentActivities + other.sentActivities,
                sentNotifications + other.sentNotifications,
                sentCustom + other.sentCustom);
    }

    /** All messages. */
    public long sent() {
        return sentFiles + sentActivities + sentNotifications + sentCustom;
    }
}
