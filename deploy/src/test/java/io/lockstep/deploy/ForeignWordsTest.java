package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of a foreign protocol stand in the room of its wire, and nowhere else: no service knows who speaks to it. */
class ForeignWordsTest {
    private static final Pattern COMMENT =
            Pattern.compile("/\\*.*?\\*/|^\\s*//.*?$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile(
            "\"[^\"\\n]*(cozy|metavox|openregister|dir_id|referenced_by|groupfolder|@self)[^\"\\n]*\"",
            Pattern.CASE_INSENSITIVE);

    private static List<String> found(Path source) throws IOException {
        var found = new ArrayList<String>();
        var words = WORD.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""));
        while (words.find()) {
            found.add(source.getFileName() + ": " + words.group());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "dispatcher-verticle", "metadata-verticle", "lock-verticle"})
    void services_and_contract_know_no_word_of_a_foreign_protocol(String module) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(Path.of("..", module, "src/main/java"))) {
            for (var source : files.filter(file -> file.toString().endsWith(".java"))
                    // Other programs look for locks of these spaces under a key of their own.
                    .filter(file -> !file.endsWith("SpaceKeys.java"))
                    .toList()) {
                found.addAll(found(source));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void words_are_found_where_they_belong() throws IOException {
        var wire = Path.of("../gateway-verticle/src/main/java/io/lockstep/gateway/wire/cozy");
        assertThat(found(wire.resolve("CozyTriggers.java")))
                .containsExactly("CozyTriggers.java: \"dir_id\"", "CozyTriggers.java: \"referenced_by\"");
    }
}
