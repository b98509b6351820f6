package io.lockstep.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lockstep.dispatcher.LogLevels;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Changes the level of Lockstep's own log for a while. At most {@value #MAX_DEPTH} levels are remembered; what comes after
 * them counts and is not remembered. Confined to one event loop.
 */
final class LogbackLevels implements LogLevels {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogbackLevels.class);
    private static final int MAX_DEPTH = 100;
    private static final List<String> WORDS = List.of("trace", "debug", "info", "warn", "error");

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.lockstep");
    private final ArrayDeque<Level> before = new ArrayDeque<>();

    @Override
    public void push(String spec) {
        var lower = spec.toLowerCase(Locale.ROOT);
        var level = WORDS.stream().filter(lower::contains).findFirst();
        if (level.isEmpty()) {
            LOG.warn("a log level that is not known was asked for and has no effect");
            return;
        }
        if (before.size() < MAX_DEPTH) {
            before.push(logger.getEffectiveLevel());
        }
        logger.setLevel(Level.toLevel(level.get()));
    }

    @Override
    public void restore() {
        if (!before.isEmpty()) {
            logger.setLevel(before.pop());
        }
    }
}
