package io.lockstep.deploy.config;

import java.util.Locale;

/** What the URIs of a Redis name. */
public enum RedisType {
    STANDALONE,
    SENTINEL,
    CLUSTER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
