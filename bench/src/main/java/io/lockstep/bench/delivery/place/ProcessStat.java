package io.lockstep.bench.delivery.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Linux says that a process uses. */
public final class ProcessStat {
    /** {@code USER_HZ}, which is 100 on every Linux that runs Java. */
    private static final double MICROS_PER_TICK = 10_000;

    /** Behind the name of the program, which may hold anything. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ProcessStat() {}

    /** Processor time since it began, of the program and of the kernel for it, to the nearest 10 ms. */
    public static double cpuMicros(long pid) {
        return micros(read(pid, "stat"));
    }

    /** What of it went into translating the program: much in the first minutes of a large one, nothing later. */
    public static double compilerMicros(long pid) {
        try (var threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return threads.flatMap(thread -> readThread(thread).stream())
                    .filter(stat -> COMPILER.matcher(stat).find())
                    .mapToDouble(ProcessStat::micros)
                    .sum();
        } catch (IOException gone) {
            throw new UncheckedIOException("process " + pid + " has ended", gone);
        }
    }

    /** Empty for one that has ended meanwhile. */
    private static Optional<String> readThread(Path thread) {
        try {
            return Optional.of(Files.readString(thread.resolve("stat")));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static double micros(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    /** Of several; one that has ended meanwhile counts nothing. */
    public static double cpuMicros(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(ProcessHandle::isAlive)
                .mapToDouble(process -> cpuMicros(process.pid()))
                .sum();
    }

    /** Memory that it really has. */
    public static long rssBytes(long pid) {
        var rss = RSS.matcher(read(pid, "status"));
        if (!rss.find()) {
            throw new IllegalStateException("process " + pid + " has no memory any more");
        }
        return Long.parseLong(rss.group(1)) * 1024;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException gone) {
            throw new UncheckedIOException("process " + pid + " has ended", gone);
        }
    }
}
