package io.lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * On what it ran.
 *
 * @param busy the load average when it began, that of its own build and of neighbours
 */
public record Machine(int processors, String java, String system, String store, double busy) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** This machine, with the server that keeps the data and its version. */
    public static Machine with(String store) {
        return new Machine(
                SYSTEM.getAvailableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                store,
                SYSTEM.getSystemLoadAverage());
    }

    /** The processor time that this process, server and clients, has used. */
    public static double jvmCpuMicros() {
        return SYSTEM.getProcessCpuTime() / 1e3;
    }

    @Override
    public String toString() {
        return "%d processors, load %.1f, %s, %s, %s".formatted(processors, busy, java, system, store);
    }
}
