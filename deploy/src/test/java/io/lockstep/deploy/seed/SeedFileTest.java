package io.lockstep.deploy.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.Role;
import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is read from a seed file, and what is said when it is wrong. */
final class SeedFileTest {
    private final Path directory;

    SeedFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void the_demo_data_are_a_seed() {
        var seed = SeedFile.read(Path.of("demo.json"));

        assertThat(seed.users()).extracting(Seed.User::name).containsExactly("alice", "bob", "carol", "admin");
        assertThat(seed.users())
                .last()
                .satisfies(admin -> assertThat(admin.request().groups()).containsExactly("admin"));
        assertThat(seed.spaces()).first().satisfies(space -> {
            assertThat(space.members()).containsEntry("user:carol", Role.VIEWER);
            assertThat(space.documents()).extracting(Seed.SeedDocument::id).contains("456");
            assertThat(space.fields()).hasSize(6);
        });
        assertThat(seed.userWithNameAsPassword()).contains("alice");
    }

    @Test
    void everything_but_names_may_be_left_out() throws IOException {
        var seed = read(
                "{\"users\":[{\"name\":\"a\",\"password\":\"p\"}],\"spaces\":[{\"id\":\"x:1\",\"documents\":[{\"id\":\"1\"}]}]}");

        assertThat(seed.users().get(0).request().onlyIfAbsent()).isTrue();
        assertThat(seed.spaces().get(0).writes()).hasSize(1);
        assertThat(seed.userWithNameAsPassword()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"user\":[]}; line 1: 'user' is unknown, known are [spaces, users]",
                "{\"users\":[{\"name\":\"a\"}]}; line 1: 'password' is required",
                "{\"spaces\":[{\"id\":\"Nonsense\"}]}; line 1: 'space' must be",
                "{\"spaces\":[{\"id\":\"x:1\",\"members\":{\"alice\":\"editor\"}}]}; 'members' must name",
                "{\"spaces\":[{\"id\":\"x:1\",\"members\":{\"user:a\":\"boss\"}}]}; 'boss' is not a role",
                "{\"users\":[; line 1: Unexpected end-of-input",
                "nonsense; line 1 is no valid JSON",
                "{\"users\":7}; line 1: ",
            })
    void a_wrong_file_is_one_sentence_that_names_the_place(String content, String part) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> read(content))
                .withMessageStartingWith("The seed file " + directory)
                .withMessageContaining(part)
                .withMessageNotContaining("\n");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> SeedFile.read(Path.of("nowhere.json")))
                .withMessage("LOCKSTEP_SEED names nowhere.json, which is not there or not readable");
    }

    private Seed read(String content) throws IOException {
        return SeedFile.read(Files.writeString(directory.resolve("seed.json"), content));
    }
}
