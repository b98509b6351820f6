package io.lockstep.bench.delivery.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Where a run takes place: a temporary directory, and the processes that work in it. To close it ends them and deletes the
 * directory; the end of the JVM, by Ctrl-C for example, closes it.
 */
public final class Place implements AutoCloseable {
    private static final int ATTEMPTS_TO_DELETE = 20;

    private final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean isClosed;

    private Place(Path directory) {
        this.directory = directory;
    }

    public static Place open() throws IOException {
        var place = new Place(Files.createTempDirectory("lockstep-bench"));
        Runtime.getRuntime().addShutdownHook(new Thread(place::close, "bench-stop"));
        return place;
    }

    public Path directory() {
        return directory;
    }

    /** Something that is to be opened. */
    public interface Opening<T> {
        T open() throws IOException;
    }

    /** Opens this, and closes it too, before what was opened earlier. Who closes meanwhile waits until it is open. */
    public synchronized <T extends AutoCloseable> T keep(Opening<T> opening) throws IOException {
        if (isClosed) {
            throw new IllegalStateException("the run has ended");
        }
        var opened = opening.open();
        open.push(opened);
        return opened;
    }

    /** A Java program in a process of its own. The environment is this one's without what would configure the product. */
    public Child java(String name, List<String> arguments, Map<String, String> environment) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("LOCKSTEP_"));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(environment);
        return keep(() -> Child.start(builder, directory.resolve(name + ".log")));
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        open.forEach(Place::close);
        delete();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception unfinished) {
            System.err.println("bench: not all could be closed: " + unfinished);
        }
    }

    /** A server that has just been ended may still have its directory in hand. */
    private void delete() {
        for (var attempt = 1; attempt <= ATTEMPTS_TO_DELETE; attempt++) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return;
            } catch (IOException | UncheckedIOException busy) {
                if (attempt == ATTEMPTS_TO_DELETE) {
                    System.err.println("bench: " + directory + " cannot be deleted: " + busy);
                }
            }
        }
    }
}
