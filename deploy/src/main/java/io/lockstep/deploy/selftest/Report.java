package io.lockstep.deploy.selftest;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.Failures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** What a self-test finds out, a line for each check: printed as it goes, or as JSON at its end. */
final class Report {
    private final PrintStream out;
    private final Style style;
    private final List<Line> lines = new ArrayList<>();

    /** How it is printed. */
    enum Style {
        SIGNS,
        WORDS,
        JSON
    }

    /** What became of a check. */
    enum State {
        OK("✓", "ok  "),
        FAILED("✗", "FAIL"),
        SKIPPED("-", "skip");

        private final String sign;
        private final String word;

        State(String sign, String word) {
            this.sign = sign;
            this.word = word;
        }

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A check that was made, or skipped.
     *
     * @param text what was seen, what is wrong, or why it was skipped
     * @param mend empty unless it failed
     */
    record Line(String check, State state, String text, String mend) {}

    /** Looks at one thing. */
    @FunctionalInterface
    interface Probe {
        /** What it has seen that is good; throws a {@link Finding}, or what went wrong. */
        String look() throws Exception;
    }

    Report(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    /**
     * Makes a check and says whether it holds.
     *
     * @param mend what helps when the probe fails without knowing better
     */
    @CanIgnoreReturnValue
    boolean check(String name, String mend, Probe probe) throws InterruptedException {
        try {
            add(new Line(name, State.OK, probe.look(), ""));
            return true;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Finding finding) {
            add(new Line(name, State.FAILED, finding.what(), finding.mend()));
        } catch (TimeoutException late) {
            add(new Line(name, State.FAILED, "no answer in time", mend));
        } catch (Exception failure) {
            add(new Line(name, State.FAILED, Failures.rootMessage(failure), mend));
        }
        return false;
    }

    void skip(String name, String why) {
        add(new Line(name, State.SKIPPED, why, ""));
    }

    private void add(Line line) {
        lines.add(line);
        if (style != Style.JSON) {
            out.println(text(line));
        }
    }

    /** Prints what is said at the end, and gives the exit code: 0 when nothing failed. */
    int end() {
        var failed = count(State.FAILED);
        if (style == Style.JSON) {
            out.println(json().encodePrettily());
        } else {
            out.println(count(State.OK) + " ok, " + failed + " failed, " + count(State.SKIPPED) + " skipped");
        }
        return failed == 0 ? 0 : 1;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    private long count(State state) {
        return lines.stream().filter(line -> line.state() == state).count();
    }

    private String text(Line line) {
        var mark = style == Style.SIGNS ? line.state().sign : line.state().word;
        var text = mark + " " + line.check() + ": " + (line.state() == State.SKIPPED ? "skipped, " : "") + line.text();
        return line.mend().isEmpty() ? text : text + System.lineSeparator() + "    mend: " + line.mend();
    }

    private JsonObject json() {
        var checks = new JsonArray();
        for (var line : lines) {
            var check = new JsonObject()
                    .put("check", line.check())
                    .put("state", line.state().json())
                    .put("text", line.text());
            checks.add(line.mend().isEmpty() ? check : check.put("mend", line.mend()));
        }
        return new JsonObject().put("ok", count(State.FAILED) == 0).put("checks", checks);
    }
}
