package io.lockstep.deploy.imports;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far an import is: a bar that redraws itself on a terminal, else a line every few seconds. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double TERMINAL_SECONDS = 0.1;
    private static final double LINE_SECONDS = 5;

    private final PrintStream out;
    private final boolean isTerminal;
    private final LongSupplier nanoClock;
    private final long totalBytes;
    private final long begunNanos;
    private final long begunRows;
    private long shownNanos;

    /** @param begunRows rows that an earlier run has done: they do not count for the speed */
    ProgressBar(PrintStream out, boolean isTerminal, LongSupplier nanoClock, long totalBytes, long begunRows) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.nanoClock = nanoClock;
        this.totalBytes = totalBytes;
        this.begunNanos = nanoClock.getAsLong();
        this.begunRows = begunRows;
        this.shownNanos = begunNanos;
    }

    /** Shows the state, unless it has just been shown. */
    void show(long bytes, long rows, long refused) {
        long now = nanoClock.getAsLong();
        if ((now - shownNanos) / NANOS_PER_SECOND >= (isTerminal ? TERMINAL_SECONDS : LINE_SECONDS)) {
            shownNanos = now;
            draw(line(bytes, rows, refused));
        }
    }

    /** Takes the bar away, or ends it. */
    void end() {
        if (isTerminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    double seconds() {
        return (nanoClock.getAsLong() - begunNanos) / NANOS_PER_SECOND;
    }

    private void draw(String line) {
        if (isTerminal) {
            out.print("\r" + line + "\033[K");
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String line(long bytes, long rows, long refused) {
        double done = totalBytes == 0 ? 1 : Math.min(1, (double) bytes / totalBytes);
        int filled = (int) (done * WIDTH);
        double speed = (rows - begunRows) / Math.max(seconds(), 0.001);
        long left = done == 0 ? 0 : Math.round(seconds() * (1 - done) / done);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d rows  %,.0f rows/s  %d refused  %d:%02d left",
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                (int) (done * 100),
                rows,
                speed,
                refused,
                left / 60,
                left % 60);
    }
}
