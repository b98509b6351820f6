package io.lockstep.deploy;

import java.util.Locale;

/** What a start opens, in the order in which it is closed again: first what talks to users, last what keeps their data. */
enum Part {
    GATEWAY,
    TRIGGERS,
    DISPATCHER,
    LOCK,
    METADATA,
    REDIS,
    POSTGRES,
    VERTX,
    DATA_DIR;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
