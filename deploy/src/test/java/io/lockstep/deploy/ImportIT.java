package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.imports.ImportCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports real files into the running stack, and cuts an import off. */
final class ImportIT {
    private static final int PORT = Stack.shared().httpPort();
    private static final String SERVER = "http://127.0.0.1:" + PORT;
    private static final Map<String, String> PASSWORD = Map.of("LOCKSTEP_PASSWORD", "alice");
    private static final int PAGE = 1000;

    private final Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    ImportIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void a_csv_is_imported_and_viewers_are_told_once() throws Exception {
        // Given
        var space = space();
        var file = Files.writeString(
                directory.resolve("plans.csv"),
                "id,title,pages\n"
                        + IntStream.rangeClosed(1, 1200)
                                .mapToObj(n -> n + ",Plan " + n + "," + n + "\n")
                                .collect(Collectors.joining()));
        try (var viewer = Socket.bridge(PORT, "bob").register("space/" + space)) {
            // When
            var code = run(file, space);
            new Rest(PORT, "alice")
                    .send("PATCH", "/api/v1/spaces/" + space + "/documents/7", fields("title", "marker"));

            // Then
            assertThat(errors.toString(UTF_8)).isEmpty();
            assertThat(code).isZero();
            assertThat(out.toString(UTF_8))
                    .contains("Imported 1,200 rows into " + space)
                    .contains("1,200 created, 0 changed, 0 unchanged, 0 refused");
            assertThat(viewer.until(text -> text.contains("marker")))
                    .filteredOn(text -> !text.contains("presence"))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("resync")
                    .contains("import");
        }
        var documents = documents(space);
        assertThat(documents).hasSize(1200);
        assertThat(documents.get(0).getJsonObject("fields"))
                .isEqualTo(new JsonObject().put("title", "Plan 1").put("pages", 1));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_second_import_of_the_same_file_changes_nothing() throws Exception {
        // Given
        var space = space();
        var file = Files.writeString(directory.resolve("a.jsonl"), "{\"id\":\"1\",\"title\":\"A\"}\n{\"id\":\"2\"}\n");
        assertThat(run(file, space)).isZero();
        out.reset();

        // When
        var code = run(file, space);

        // Then
        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).contains("0 created, 0 changed, 2 unchanged, 0 refused");
    }

    @Test
    void rows_that_are_refused_are_set_aside_with_the_reason() throws Exception {
        // Given
        var space = space();
        var file = Files.writeString(directory.resolve("a.csv"), "id,title,pages\n1,A,many\n2,B,2\n3,C\n4,,4\n");

        // When
        var code = run(file, space, "--mode", "merge");

        // Then
        assertThat(code).isEqualTo(2);
        var refused = Files.readAllLines(directory.resolve("a.csv.refused.jsonl"));
        assertThat(refused)
                .extracting(
                        line -> new JsonObject(line).getInteger("row") + " " + new JsonObject(line).getString("reason"))
                .containsExactly(
                        "1 'pages' must be a number, not 'many'",
                        "2 there is no document '2' in space '" + space + "'",
                        "3 the row has 2 values, the first line 3",
                        "4 there is no document '4' in space '" + space + "'");
        assertThat(out.toString(UTF_8)).contains("4 refused").contains("a.csv.refused.jsonl");
    }

    @Test
    void an_import_that_was_killed_goes_on_and_writes_each_row_once() throws Exception {
        // Given
        var space = space();
        int rows = 30_000;
        var file = Files.writeString(
                directory.resolve("many.csv"),
                "title,pages\n"
                        + IntStream.rangeClosed(1, rows)
                                .mapToObj(n -> "Row " + n + "," + n + "\n")
                                .collect(Collectors.joining()));
        var process = process(file, space);
        var state = directory.resolve("many.csv.import.json");
        while (!Files.exists(state) && process.isAlive()) {
            Thread.onSpinWait();
        }

        // When
        process.destroyForcibly();
        assertThat(process.waitFor(30, SECONDS)).isTrue();
        assertThat(state).exists();
        var code = run(file, space);

        // Then
        assertThat(errors.toString(UTF_8)).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString(UTF_8)).contains("Goes on after row").contains("30,000 created, 0 changed");
        var titles = documents(space).stream()
                .map(document -> document.getJsonObject("fields").getString("title"))
                .toList();
        assertThat(titles).hasSize(rows).doesNotHaveDuplicates();
    }

    @Test
    void what_keeps_an_import_from_beginning_is_said_in_a_sentence() throws Exception {
        // Given
        var file = Files.writeString(directory.resolve("a.csv"), "id,title\n1,A\n");

        // Then
        assertThat(run(file, "test:nowhere")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).startsWith("lockstep import: there is no space 'test:nowhere'");
        errors.reset();
        var wrong = ImportCommand.run(
                arguments(file, "metavox:103"), Map.of("LOCKSTEP_PASSWORD", "wrong"), print(out), print(errors));
        assertThat(wrong).isEqualTo(1);
        assertThat(errors.toString(UTF_8))
                .isEqualTo("lockstep import: the server does not know user 'alice' with this password\n");
        errors.reset();
        assertThat(ImportCommand.run(List.of(), Map.of(), print(out), print(errors)))
                .isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("usage: java -jar lockstep.jar import FILE");
    }

    private int run(Path file, String space, String... more) {
        return ImportCommand.run(arguments(file, space, more), PASSWORD, print(out), print(errors));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    private static List<String> arguments(Path file, String space, String... more) {
        return Stream.concat(
                        Stream.of(file.toString(), "--space", space, "--server", SERVER, "--user", "alice"),
                        Stream.of(more))
                .toList();
    }

    /** The same from the command line. */
    private Process process(Path file, String space) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "lockstep.jar").toString(),
                "import"));
        command.addAll(arguments(file, space));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(PASSWORD);
        return builder.start();
    }

    /** A new space with a field that is a number; alice writes, bob looks on. */
    private static String space() throws IOException, InterruptedException {
        var space = "test:import-" + System.nanoTime();
        var body = new JsonObject()
                .put("title", "Import")
                .put(
                        "fields",
                        new JsonArray()
                                .add(new JsonObject().put("name", "pages").put("type", "number")))
                .put("members", new JsonObject().put("user:alice", "editor").put("user:bob", "viewer"));
        assertThat(new Rest(PORT, "admin")
                        .send("PUT", "/api/v1/spaces/" + space, body)
                        .statusCode())
                .isEqualTo(200);
        return space;
    }

    private static JsonObject fields(String name, Object value) {
        return new JsonObject().put("fields", new JsonObject().put(name, value));
    }

    /** All of them, by their ids. */
    private static List<JsonObject> documents(String space) throws IOException, InterruptedException {
        var all = new ArrayList<JsonObject>();
        var after = "";
        do {
            var path = "/api/v1/spaces/" + space + "/documents?limit=" + PAGE + after;
            var page = new JsonObject(
                    new Rest(PORT, "alice").send("GET", path, new JsonObject()).body());
            page.getJsonArray("documents").forEach(document -> all.add((JsonObject) document));
            after = page.getString("next") == null ? "" : "&after=" + page.getString("next");
        } while (!after.isEmpty());
        return all;
    }
}
