package io.lockstep.deploy.imports;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.WriteMode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an import was asked to do.
 *
 * @param id the column, or key, that has a document's id; a row without it becomes a new document
 * @param token a token that the server gave; null to sign in with user and password
 * @param isRestart whether what an earlier run of the same file has done is done again
 */
record ImportOptions(
        Path file,
        String space,
        URI server,
        String id,
        WriteMode mode,
        @Nullable String token,
        @Nullable String user,
        @Nullable String password,
        boolean isRestart) {
    static final String USAGE = """
            usage: java -jar lockstep.jar import FILE.csv|FILE.jsonl --space SPACE [options]
              --space SPACE    where the rows go, e.g. metavox:103; it must exist, and you must be an editor there
              --server URL     default LOCKSTEP_URL, else http://127.0.0.1:8080
              --user NAME      with the password in LOCKSTEP_PASSWORD; or give a token in LOCKSTEP_TOKEN
              --id COLUMN      which column is the document's id; default id
              --mode MODE      upsert (default), create, replace or merge
              --restart        begins anew, though an earlier run of this file can be resumed""";

    private static final Set<WriteMode> IMPORTING = EnumSet.complementOf(EnumSet.of(WriteMode.DELETE));
    private static final Set<String> WITH_VALUE = Set.of("--space", "--server", "--user", "--id", "--mode");
    private static final String RESTART = "--restart";

    /** Fails with an {@link ImportFailure} that says what is missing or not understood. */
    static ImportOptions of(List<String> arguments, Map<String, String> environment) {
        var given = new HashMap<String, String>();
        var files = new ArrayDeque<String>();
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var argument = rest.remove();
            if (argument.equals(RESTART)) {
                given.put(argument, "");
            } else if (WITH_VALUE.contains(argument)) {
                if (rest.isEmpty()) {
                    throw misused(argument + " needs a value");
                }
                given.put(argument, rest.remove());
            } else if (argument.startsWith("--")) {
                throw misused(argument + " is not known");
            } else {
                files.add(argument);
            }
        }
        if (files.size() != 1) {
            throw misused(files.isEmpty() ? "the file is missing" : "one file at a time: " + files);
        }
        return new ImportOptions(
                file(files.remove()),
                space(given.get("--space")),
                server(given.getOrDefault(
                        "--server", environment.getOrDefault("LOCKSTEP_URL", "http://127.0.0.1:8080"))),
                given.getOrDefault("--id", "id"),
                mode(given.getOrDefault("--mode", "upsert")),
                environment.get("LOCKSTEP_TOKEN"),
                given.get("--user"),
                environment.get("LOCKSTEP_PASSWORD"),
                given.containsKey(RESTART));
    }

    boolean isCsv() {
        return file.toString().endsWith(".csv");
    }

    private static Path file(String name) {
        if (!name.endsWith(".csv") && !name.endsWith(".jsonl")) {
            throw misused("'" + name + "' must end in .csv or .jsonl: its end says how it is read");
        }
        var file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new ImportFailure("the file '" + name + "' is not there, or may not be read");
        }
        return file;
    }

    private static String space(@Nullable String space) {
        if (space == null) {
            throw misused("--space is missing");
        }
        try {
            return SpaceId.check(space);
        } catch (ServiceException malformed) {
            throw new ImportFailure("--space: " + malformed.message());
        }
    }

    private static URI server(String url) {
        var uri = URI.create(url.replaceAll("/+$", ""));
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw new ImportFailure("--server must be a URL like http://127.0.0.1:8080, not '" + url + "'");
        }
        return uri;
    }

    private static WriteMode mode(String mode) {
        return IMPORTING.stream()
                .filter(known -> known.json().equals(mode))
                .findFirst()
                .orElseThrow(() -> new ImportFailure("--mode: 'mode' must be create, replace, merge or upsert"));
    }

    private static ImportFailure misused(String what) {
        return new ImportFailure(what + "\n" + USAGE);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ImportOptions[file=" + file + ", space=" + space + ", server=" + server + "]";
    }
}
