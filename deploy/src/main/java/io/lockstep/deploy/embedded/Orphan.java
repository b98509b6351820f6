package io.lockstep.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that outlived the process which started it: a killed JVM cannot stop its embedded servers. */
final class Orphan {
    private static final long PATIENCE_SECONDS = 4;

    private Orphan() {}

    /**
     * Stops the process whose number stands in the first line of a file, if it is one of ours: numbers are used again.
     *
     * @param programs only a process whose program lies below it
     */
    static void stop(Path pidFile, Path programs) {
        number(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent())
                .ifPresent(Orphan::stop);
    }

    private static Optional<Long> number(Path pidFile) {
        try (var lines = Files.lines(pidFile, UTF_8)) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Asks it to end, and makes it end when it does not. */
    static void stop(ProcessHandle process) {
        if (process.destroy() && ends(process)) {
            return;
        }
        if (!process.destroyForcibly() || !ends(process)) {
            throw new StartFailure("Process " + process.pid() + " of an earlier start does not end: stop it");
        }
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            // In a container whose first process does not reap orphans, a process that has ended stays, without a
            // program.
            return !process.isAlive() || process.info().command().isEmpty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
