package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands of the built jar, as an operator types them, with the settings of a server. */
record CommandLine(Map<String, String> settings) {
    private static final long PATIENCE_SECONDS = 60;

    /**
     * What a command did.
     *
     * @param errors without what the log says
     */
    record Result(int code, String out, String errors) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        return runWith("", arguments);
    }

    /** @param input what stands on its standard input */
    Result runWith(String input, String... arguments) throws IOException, InterruptedException {
        var out = Files.createTempFile("lockstep", ".out");
        var errors = Files.createTempFile("lockstep", ".err");
        var stdin = Files.writeString(Files.createTempFile("lockstep", ".in"), input);
        try {
            var builder = new ProcessBuilder(command(arguments))
                    .redirectInput(stdin.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("LOCKSTEP_.*|LC_.*|LANG"));
            builder.environment().putAll(settings);
            var process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(arguments) + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(errors, UTF_8));
        } finally {
            for (var file : List.of(out, errors, stdin)) {
                Files.delete(file);
            }
        }
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "lockstep.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
