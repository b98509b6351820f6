package io.lockstep.bench.delivery;

import io.lockstep.bench.Loops;
import io.lockstep.bench.Options;
import io.lockstep.bench.Scenario;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * Scenarios 01 to 08, those that the arguments name or all. One that does not work does not keep the others from running, but
 * makes the run end with 1.
 */
public final class Delivery {
    static final Set<String> ALL = new TreeSet<>(List.of("01", "02", "03", "04", "05", "06", "07", "08"));

    /** The sockets of 06 and 08; the others have fewer. About ten minutes in all. */
    private static final Options USUAL = new Options(
            Duration.ofSeconds(3), Duration.ofSeconds(6), 4, List.of(20), 10_000, Scenario.json("delivery"));

    /** Half a minute in all. */
    static final Options SHORTEST =
            new Options(Duration.ofMillis(300), Duration.ZERO, 2, List.of(20), 50, Scenario.json("delivery"));

    private final Options options;
    private final Set<String> asked;
    private final PrintStream out;
    private final Map<String, Object> reports = new LinkedHashMap<>();
    private boolean isSound = true;

    private Delivery(Options options, Set<String> asked, PrintStream out) {
        this.options = options;
        this.asked = asked;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        var asked = new TreeSet<String>();
        var rest = new ArrayList<String>();
        for (var argument : arguments) {
            if (rest.isEmpty() && ALL.contains(argument)) {
                asked.add(argument);
            } else {
                rest.add(argument);
            }
        }
        Scenario.main(
                rest.toArray(String[]::new),
                USUAL,
                SHORTEST,
                (options, out) -> run(options, asked.isEmpty() ? ALL : asked, out));
    }

    /** Prints the reports and leaves them in the file that the options name; whether all went as it should. */
    static boolean run(Options options, Set<String> asked, PrintStream out) throws IOException, TimeoutException {
        var delivery = new Delivery(options, asked, out);
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var progress = Progress.of(delivery.plan());
        try {
            delivery.run(new Bench(Loops.of(vertx), progress));
        } finally {
            progress.end();
            vertx.close().await();
        }
        return delivery.isSound;
    }

    private List<Progress.Step> plan() {
        var ways = Broadcast.ways(asked);
        var steps = new ArrayList<Progress.Step>();
        if (!ways.isEmpty()) {
            steps.addAll(Broadcast.plan(ways, options));
        }
        if (asked.contains("06")) {
            steps.addAll(Memory06.plan(options));
        }
        if (asked.contains("07")) {
            steps.addAll(Latency07.plan(options));
        }
        if (asked.contains("08")) {
            steps.addAll(Reconnect08.plan(options));
        }
        return steps;
    }

    private void run(Bench bench) throws IOException {
        if (!Broadcast.ways(asked).isEmpty()) {
            attempt("01 to 05", () -> {
                var report = Broadcast.run(options, asked, bench);
                keep("broadcast", report, BroadcastText.of(report), report.isSound());
            });
        }
        if (asked.contains("06")) {
            attempt("06", () -> {
                var report = Memory06.run(options, bench);
                keep("memory", report, report.text(), report.isSound());
            });
        }
        if (asked.contains("07")) {
            attempt("07", () -> {
                var report = Latency07.run(options, bench);
                keep("latency", report, report.text(), report.isSound());
            });
        }
        if (asked.contains("08")) {
            attempt("08", () -> {
                var report = Reconnect08.run(options, bench);
                keep("reconnect", report, report.text(), report.isSound());
            });
        }
    }

    /** A scenario with its report. */
    private interface Attempt {
        void run() throws IOException, TimeoutException;
    }

    private void attempt(String name, Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (TimeoutException | RuntimeException failure) {
            isSound = false;
            out.println("Scenario " + name + " failed: " + failure);
        }
    }

    private void keep(String name, Object report, String text, boolean sound) throws IOException {
        isSound &= sound;
        reports.put(name, report);
        out.println(text);
        Scenario.keep(reports, options.json());
    }
}
