package io.lockstep.deploy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.event.KeyValuePair;

/**
 * A log event as one JSON object on one line: {@code at}, {@code level}, {@code logger}, {@code thread}, {@code message}, the
 * event's own keys beside them, and {@code error} with the whole stack trace. A key of an event that is one of these names is
 * told with a {@code _} behind it.
 */
final class JsonLine extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};

    @Override
    public byte[] encode(ILoggingEvent event) {
        var json = line(event.getInstant(), event.getLevel().toString(), event.getFormattedMessage())
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> put(json, pair));
        }
        if (event.getThrowableProxy() != null) {
            json.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (json.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static JsonObject line(Instant at, String level, String message) {
        return new JsonObject().put("at", at.toString()).put("level", level).put("message", message);
    }

    /** Numbers and truth stay what they are, all else is a text. */
    private static void put(JsonObject json, KeyValuePair pair) {
        var name = json.containsKey(pair.key) || pair.key.equals("error") ? pair.key + "_" : pair.key;
        boolean isPlain = pair.value instanceof Number || pair.value instanceof Boolean || pair.value == null;
        json.put(name, isPlain ? pair.value : String.valueOf(pair.value));
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
