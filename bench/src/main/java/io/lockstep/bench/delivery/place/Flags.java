package io.lockstep.bench.delivery.place;

import java.util.List;

/** What the JVM of every server is started with: the same for all that are compared. */
public final class Flags {
    /**
     * A heap that neither grows nor shrinks, the collector of which costs are easiest to repeat, and compilers whose threads
     * stay, so that what they used can be told apart.
     */
    public static final List<String> SPEED =
            List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-XX:-UseDynamicNumberOfCompilerThreads");

    /**
     * A heap that gives back to the system what it does not need, so that growth of the process shows what sockets need:
     * behind a full collection it is at most a tenth larger than what is in it, but for 32 MB for new objects.
     */
    public static final List<String> MEMORY = List.of(
            "-XX:+UseSerialGC",
            "-Xmn32m",
            "-Xms64m",
            "-Xmx768m",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10",
            "-XX:-ShrinkHeapInSteps");

    private Flags() {}
}
