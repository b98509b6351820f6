package io.lockstep.deploy.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.slf4j.LoggerFactory;

/** Turns everything that a server says into JSON, one object a line: its log and that of its libraries, and the lines of start and stop. */
public final class JsonLog {
    private static final String APPENDER = "STDERR";

    private JsonLog() {}

    /** The log, from now on. */
    public static void use() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> console) {
            var encoder = new JsonLine();
            encoder.setContext(context);
            encoder.start();
            console.stop();
            console.setEncoder(encoder);
            console.start();
        }
    }

    /** A stream whose lines become JSON with this level. */
    public static PrintStream lines(OutputStream out, String level) {
        return new PrintStream(new Lines(out, level), true, StandardCharsets.UTF_8);
    }

    /** Collects what is printed until its line ends. */
    private static final class Lines extends FilterOutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final String level;

        Lines(OutputStream out, String level) {
            super(out);
            this.level = level;
        }

        @Override
        public synchronized void write(int octet) throws IOException {
            if (octet != '\n') {
                line.write(octet);
                return;
            }
            var text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            var json = JsonLine.line(Clock.systemUTC().instant(), level, text)
                    .put("logger", "io.lockstep.deploy.Main")
                    .put("thread", Thread.currentThread().getName());
            out.write((json.encode() + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
