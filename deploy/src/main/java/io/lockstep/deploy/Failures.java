package io.lockstep.deploy;

import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what a part failed with into the sentence that somebody who starts a server can act on. */
public final class Failures {
    private Failures() {}

    /** A store that does not answer, or does not let us in. */
    static StartFailure ofStore(String store, List<String> uris, String setting, Throwable failure) {
        return failure instanceof StartFailure known
                ? known
                : new StartFailure(
                        store + " at " + addresses(uris) + " cannot be used: " + rootMessage(failure)
                                + ": start it or correct " + setting,
                        failure);
    }

    static StartFailure ofPart(String part, Throwable failure) {
        return failure instanceof StartFailure known
                ? known
                : new StartFailure("The " + part + " does not start: " + rootMessage(failure), failure);
    }

    /** What nobody foresaw; LOCKSTEP_LOG_LEVEL=debug shows all of it. */
    static StartFailure explained(Throwable failure) {
        return failure instanceof StartFailure known
                ? known
                : new StartFailure("The start failed: " + rootMessage(failure), failure);
    }

    static boolean isPortTaken(Throwable failure) {
        return causes(failure).anyMatch(BindException.class::isInstance);
    }

    public static String rootMessage(Throwable failure) {
        var root = causes(failure).reduce(failure, (above, below) -> below);
        var message =
                Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
        return message.lines().findFirst().orElse("").replaceAll("[.:]+$", "");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static String addresses(List<String> uris) {
        return uris.stream().map(Failures::address).collect(Collectors.joining(", "));
    }

    /** Host and port only: a URI may hold a password. */
    private static String address(String uri) {
        var parsed = URI.create(uri);
        return parsed.getPort() < 0 ? String.valueOf(parsed.getHost()) : parsed.getHost() + ":" + parsed.getPort();
    }
}
