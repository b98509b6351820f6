package io.lockstep.deploy;

import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Says what the start has done: a line per step, with the time that it took. */
final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Optional<PrintStream> out;

    private Progress(Optional<PrintStream> out) {
        this.out = out;
    }

    static Progress to(PrintStream out) {
        return new Progress(Optional.of(out));
    }

    static Progress silent() {
        return new Progress(Optional.empty());
    }

    /** Runs a step, and prints its line when it is done. */
    <T> Future<T> step(String name, Supplier<Future<T>> work) {
        var begun = System.nanoTime();
        return work.get().onSuccess(done -> say("  " + name + " ... " + secondsSince(begun) + " s"));
    }

    void say(String line) {
        out.ifPresent(stream -> stream.println(line));
    }

    static String secondsSince(long begunNanos) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begunNanos) / NANOS_PER_SECOND);
    }
}
