package io.lockstep.bench.delivery;

import io.lockstep.bench.Lines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Tells a person how far the run is: which scenario, what is done now, how long it may still take. On a terminal that is one
 * line that changes, elsewhere a line per step.
 */
public final class Progress {
    private static final String BACK_TO_BEGIN = "\r\033[K";
    private static final double SECOND = 1e9;

    private final PrintStream out;
    private final boolean isTerminal;
    private final Deque<Step> ahead;
    private final List<String> scenarios;
    private String title = "";
    private double plannedSeconds;
    private double doneSeconds;
    private final long beginNanos = System.nanoTime();

    /** A part of a scenario and how long it should take. */
    public record Step(String scenario, double seconds) {}

    private Progress(PrintStream out, boolean isTerminal, List<Step> steps) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.ahead = new ArrayDeque<>(steps);
        this.scenarios = steps.stream().map(Step::scenario).distinct().toList();
    }

    public static Progress of(List<Step> steps) {
        return new Progress(System.err, isTerminal(), steps);
    }

    /** Whether what is printed to the error output is seen by a person at once. */
    private static boolean isTerminal() {
        try {
            var output = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return output.startsWith("/dev/pts") || output.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The next of the steps that were planned begins, and the one before has ended. */
    public void next(String doing) {
        doneSeconds += plannedSeconds;
        var step = ahead.remove();
        plannedSeconds = step.seconds();
        title = Lines.format(
                "%s, scenario %d of %d", step.scenario(), scenarios.indexOf(step.scenario()) + 1, scenarios.size());
        say(doing, true);
    }

    /** What is done in the step now. */
    public void now(String doing) {
        say(doing, false);
    }

    /** Nothing more comes. */
    public void end() {
        if (isTerminal) {
            out.print(BACK_TO_BEGIN);
        }
    }

    private void say(String doing, boolean isStep) {
        var line = title + ": " + doing + ", " + remaining();
        if (isTerminal) {
            out.print(BACK_TO_BEGIN + line);
            out.flush();
        } else if (isStep) {
            out.println(line);
        }
    }

    /** By what was planned and how far the run is behind that. */
    private String remaining() {
        var elapsed = (System.nanoTime() - beginNanos) / SECOND;
        var pace = doneSeconds == 0 ? 1 : elapsed / doneSeconds;
        var stepped = Math.min(plannedSeconds, Math.max(0, elapsed / pace - doneSeconds));
        var left = pace
                * (plannedSeconds
                        - stepped
                        + ahead.stream().mapToDouble(Step::seconds).sum());
        return left < 60 ? Lines.format("about %.0f s left", left) : Lines.format("about %.0f min left", left / 60);
    }
}
