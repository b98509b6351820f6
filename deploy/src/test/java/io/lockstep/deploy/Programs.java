package io.lockstep.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that tests need and that are no part of the build. */
final class Programs {
    private static final List<String> DIRECTORIES =
            List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/lib/chromium", "/snap/bin");

    private Programs() {}

    static Optional<Path> find(String name) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.concat(Stream.of(path), DIRECTORIES.stream())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Skips the test, and says why, where something is missing; fails it where that is forbidden.
     *
     * @param flag names the variable of the environment that is {@code true} where it is forbidden
     */
    static void require(boolean isThere, String flag, String skipped) {
        if ("true".equals(System.getenv(flag)) && !isThere) {
            throw new AssertionError(flag + ": " + skipped);
        }
        if (!isThere) {
            // On the console too: the report of a skipped test is easily missed.
            System.out.println(skipped);
        }
        assumeTrue(isThere, skipped);
    }
}
