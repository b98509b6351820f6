package io.lockstep.deploy.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.metadata.WriteMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what the command understands, and what it says of the rest. */
final class ImportOptionsTest {
    private final Path directory;

    ImportOptionsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void what_is_not_given_has_a_default() throws IOException {
        var options = options(Map.of("LOCKSTEP_TOKEN", "secret"), "--space", "test:a");

        assertThat(options.server()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(options.mode()).isEqualTo(WriteMode.UPSERT);
        assertThat(options.id()).isEqualTo("id");
        assertThat(options.isRestart()).isFalse();
        assertThat(options.token()).isEqualTo("secret");
        assertThat(options.toString()).doesNotContain("secret");
    }

    @Test
    void everything_may_be_given() throws IOException {
        var options = options(
                Map.of("LOCKSTEP_URL", "http://elsewhere:1", "LOCKSTEP_PASSWORD", "secret"),
                "--space",
                "test:a",
                "--server",
                "https://lockstep.example/",
                "--user",
                "alice",
                "--id",
                "key",
                "--mode",
                "create",
                "--restart");

        assertThat(options.server()).isEqualTo(URI.create("https://lockstep.example"));
        assertThat(options.user()).isEqualTo("alice");
        assertThat(options.password()).isEqualTo("secret");
        assertThat(options.id()).isEqualTo("key");
        assertThat(options.mode()).isEqualTo(WriteMode.CREATE);
        assertThat(options.isRestart()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --space                     | --space needs a value
                    --colour red --space test:a | --colour is not known
                    --mode all --space test:a   | --mode: 'mode' must be create, replace, merge or upsert
                    --mode delete --space test:a | --mode: 'mode' must be create, replace, merge or upsert
                    --server here --space test:a | --server must be a URL like http://127.0.0.1:8080, not 'here'
                    --restart                   | --space is missing
                    --space nowhere             | --space:""")
    void what_is_wrong_is_said(String arguments, String sentence) {
        assertThatThrownBy(() -> options(Map.of(), arguments.split(" ")))
                .isInstanceOf(ImportFailure.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void a_file_is_needed_that_is_there_and_says_what_it_is() {
        assertThatThrownBy(() -> ImportOptions.of(List.of("--space", "test:a"), Map.of()))
                .hasMessageStartingWith("the file is missing\nusage: java -jar lockstep.jar import");
        assertThatThrownBy(() -> ImportOptions.of(List.of("a.xlsx", "--space", "test:a"), Map.of()))
                .hasMessageStartingWith("'a.xlsx' must end in .csv or .jsonl");
        assertThatThrownBy(() -> ImportOptions.of(List.of("no/such.csv", "--space", "test:a"), Map.of()))
                .hasMessage("the file 'no/such.csv' is not there, or may not be read");
    }

    private ImportOptions options(Map<String, String> environment, String... arguments) throws IOException {
        var file = Files.writeString(directory.resolve("a.csv"), "id\n");
        return ImportOptions.of(
                Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList(), environment);
    }
}
