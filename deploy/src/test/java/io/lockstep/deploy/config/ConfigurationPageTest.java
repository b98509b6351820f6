package io.lockstep.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that the page about the configuration says what the code does. With {@code -Dupdate-docs} it is written anew. */
final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void the_page_is_up_to_date() throws IOException {
        if (System.getProperty("update-docs") != null) {
            ConfigurationPage.main(new String[] {PAGE.toString()});
        }

        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md: run mvn -pl deploy test -Dtest=ConfigurationPageTest -Dupdate-docs")
                .isEqualTo(ConfigurationPage.render());
    }
}
