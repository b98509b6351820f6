package io.lockstep.bench.delivery.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the JVM of a process needs when all garbage is gone.
 *
 * @param heapBytes objects that live
 * @param rssBytes memory that the whole process has from the system
 */
public record JvmMemory(long heapBytes, long rssBytes) {
    /** The generations of the serial collector. */
    private static final Pattern USED = Pattern.compile("generation\\s+total \\d+K, used (\\d+)K");

    /** Collects garbage twice, as the first time may leave what is only just unreachable, and measures. */
    public static JvmMemory of(long pid) throws IOException {
        command(pid, "GC.run");
        command(pid, "GC.run");
        command(pid, "System.trim_native_heap");
        var used = USED.matcher(command(pid, "GC.heap_info"));
        var heap = used.results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
        if (heap == 0) {
            throw new IOException("process " + pid + " does not say how large its heap is");
        }
        return new JvmMemory(heap * 1024, ProcessStat.rssBytes(pid));
    }

    @CanIgnoreReturnValue
    private static String command(long pid, String command) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, String.valueOf(pid), command)
                .redirectErrorStream(true)
                .start();
        var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + answer);
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
