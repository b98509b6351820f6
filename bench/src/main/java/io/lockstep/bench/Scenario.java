package io.lockstep.bench;

import io.lockstep.contract.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** What the mains of all scenarios have in common. */
public final class Scenario {
    private Scenario() {}

    /** A scenario; prints its report. */
    public interface Run {
        /** Whether all went as it should; how fast is another matter. */
        boolean isSound(Options options, PrintStream out) throws IOException, TimeoutException;
    }

    /** Ends the process: with 1 when something failed, with 2 for an option that does not exist. */
    public static void main(String[] arguments, Options usual, Options shortest, Run run)
            throws IOException, TimeoutException {
        try {
            System.exit(run.isSound(Options.parse(arguments, usual, shortest), System.out) ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\nusage: " + Options.USAGE);
            System.exit(2);
        }
    }

    /** Where the report of a scenario is left unless the options say so. */
    public static Path json(String name) {
        return Path.of("bench", "target", name + ".json");
    }

    /** Leaves a report for programs. */
    public static void keep(Object report, Path json) throws IOException {
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, Json.toJson(report).encodePrettily());
    }
}
