package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Levels of the log lie on a stack. */
class LogbackLevelsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.lockstep");
    private final Level before = logger.getEffectiveLevel();
    private final LogbackLevels levels = new LogbackLevels();

    @BeforeEach
    void quiet() {
        logger.setLevel(Level.ERROR);
    }

    @AfterEach
    void restore() {
        logger.setLevel(before);
    }

    @Test
    void each_restore_takes_the_last_level_back() {
        levels.push("notify_push=debug");
        levels.push("notify_push=trace,redis=warn");
        assertThat(logger.getLevel()).isEqualTo(Level.TRACE);
        levels.restore();
        assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);
        levels.restore();
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void restore_without_a_level_before_changes_nothing() {
        levels.restore();
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void what_names_no_level_has_no_effect_and_is_not_remembered() {
        levels.push("notify_push=loud");
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
        levels.push("WARN");
        levels.restore();
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void a_flood_of_levels_is_not_remembered_without_end() {
        for (int i = 0; i < 1_000; i++) {
            levels.push("debug");
        }
        for (int i = 0; i < 100; i++) {
            levels.restore();
        }
        assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    }
}
