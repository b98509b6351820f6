package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process of its own that a test talks to line by line, and that can be stood still in the middle of whatever it does, as
 * a suspended machine or a long collection of garbage does it. Killed at the latest when this JVM ends.
 */
final class PausableProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();

    private PausableProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Its errors come among its lines. */
    static PausableProcess start(Path directory, List<String> command) throws IOException {
        return new PausableProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private void read() {
        try (var output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("ended: " + ended.getMessage());
        }
    }

    /** Gives it a line; one that stands still finds it when it goes on. */
    void say(String line) throws IOException {
        var input = process.outputWriter(UTF_8);
        input.write(line);
        input.newLine();
        input.flush();
    }

    /** The next line that it prints. */
    String hear() throws InterruptedException {
        var line = lines.poll(PATIENCE_SECONDS, SECONDS);
        if (line == null) {
            throw new AssertionError("it said nothing for " + PATIENCE_SECONDS + " s; before that: " + heard);
        }
        heard.add(line);
        return line;
    }

    /** The next line that it prints with this in it. */
    @CanIgnoreReturnValue
    String hear(String part) throws InterruptedException {
        var line = hear();
        while (!line.contains(part)) {
            line = hear();
        }
        return line;
    }

    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " ended with " + exit);
        }
    }

    /** At once, also when it stands still. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
