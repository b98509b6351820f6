package io.lockstep.dispatcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what comes in from Redis through this process. */
final class IngressMeters {
    /** The names are what the gateway's page of the original's metrics looks for. */
    static final String RECEIVED = "lockstep.push.events.received";

    static final String MAPPING_QUERIES = "lockstep.push.mapping.queries";

    private final Counter received;
    private final Counter malformed;
    private final Counter mappingQueries;

    IngressMeters(MeterRegistry registry) {
        received = Counter.builder(RECEIVED)
                .description("messages that came in from Redis, malformed ones too")
                .register(registry);
        malformed = Counter.builder("lockstep.push.events.malformed")
                .description("messages from Redis that were dropped because they could not be read")
                .register(registry);
        mappingQueries = Counter.builder(MAPPING_QUERIES)
                .description("questions to a Nextcloud's database about who sees a storage")
                .register(registry);
    }

    void received() {
        received.increment();
    }

    void malformed() {
        malformed.increment();
    }

    void mappingQuery() {
        mappingQueries.increment();
    }

    long receivedCount() {
        return (long) received.count();
    }

    long mappingQueryCount() {
        return (long) mappingQueries.count();
    }
}
