package io.lockstep.gateway.wire.openregister;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as OpenRegister writes them: whole seconds, {@code 2026-05-18T07:15:44+00:00}. Pure. */
final class Stamp {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private Stamp() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }

    static @Nullable String ofNullable(@Nullable Instant time) {
        return time == null ? null : of(time);
    }

    /** Of an end: rounded up, so that nobody believes that it has come while it has not. */
    static String ofEnd(Instant time) {
        var whole = time.truncatedTo(ChronoUnit.SECONDS);
        return of(whole.equals(time) ? whole : whole.plus(Duration.ofSeconds(1)));
    }
}
