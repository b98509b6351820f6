package io.lockstep.bench.delivery.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A process of the run: one that is led by lines, and can be waited for by what it prints. A thread copies that to its log.
 * For the thread of a main.
 */
public final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String END = "the process has ended";

    private final Process process;
    private final Writer input;
    private final Path log;
    private volatile String lastLine = "";
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Processes that it started and that may outlive it. */
    private final List<ProcessHandle> offspring = new ArrayList<>();

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        var copier = new Thread(this::copy, "child-" + process.pid());
        copier.setDaemon(true);
        copier.start();
    }

    static Child start(ProcessBuilder builder, Path log) throws IOException {
        return new Child(builder.redirectErrorStream(true).start(), log);
    }

    public long pid() {
        return process.pid();
    }

    /** What it printed last. */
    String lastLine() {
        return lastLine;
    }

    /** Processes that it has started. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    public void say(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(broken("does not listen"), gone);
        }
    }

    /** The next line that has this in it; fails when the process ends before, or prints none in time. */
    @CanIgnoreReturnValue
    public MatchResult await(Pattern pattern, Duration time) throws TimeoutException {
        var endNanos = System.nanoTime() + time.toNanos();
        while (true) {
            var match = pattern.matcher(next(endNanos));
            if (match.find()) {
                return match.toMatchResult();
            }
        }
    }

    private String next(long endNanos) throws TimeoutException {
        try {
            var line = lines.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new TimeoutException(broken("does not answer"));
            }
            if (line.equals(END)) {
                throw new IllegalStateException(broken("has ended"));
            }
            return line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String broken(String how) {
        return "process " + process.pid() + " " + how + ": see " + log;
    }

    /** Ends it as a power cut would. What it had started goes on until the run ends. */
    public void kill() {
        offspring.addAll(descendants());
        process.destroyForcibly();
        awaitEnd(process.toHandle());
    }

    /** Asks it to end, and makes it end when it does not; then what it left behind. */
    @Override
    public void close() {
        offspring.addAll(descendants());
        end(process.toHandle());
        offspring.forEach(Child::end);
    }

    static void end(ProcessHandle process) {
        if (process.isAlive() && process.destroy() && awaitEnd(process)) {
            return;
        }
        if (process.isAlive() && !(process.destroyForcibly() && awaitEnd(process))) {
            throw new IllegalStateException("process " + process.pid() + " does not end");
        }
    }

    @CanIgnoreReturnValue
    private static boolean awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            // Where nobody reaps orphans, one that has ended stays, without a program.
            return process.info().command().isEmpty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void copy() {
        try (BufferedReader output = process.inputReader(UTF_8);
                var copy = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line + "\n");
                copy.flush();
                lastLine = line;
                lines.add(line);
            }
        } catch (IOException gone) {
            lines.add(String.valueOf(gone.getMessage()));
        }
        lines.add(END);
    }
}
