package io.lockstep.metadata;

import io.lockstep.contract.lock.WhenLocksAreAway;
import java.time.Duration;

/**
 * How the metadata service runs.
 *
 * @param postgresUri {@code postgresql://user:password@host:port/database}
 * @param poolSize connections of one verticle instance, 2 or more
 * @param poolMaxWaiting requests of one instance that wait for a connection before others are refused
 * @param migrate whether the schema is brought up to date at start
 * @param maxBatch writes in one transaction
 * @param maxBatchBytes about how much memory they may hold; a single larger write goes alone
 * @param maxWaiting writes of one instance that wait for a transaction before others are refused
 * @param maxWaitingBytes about how much memory they may hold
 * @param maxWait how long a write may wait for its transaction to begin
 * @param statementTimeout after which PostgreSQL gives a statement up; a connection that is silent for twice as long is
 *     closed
 * @param documentMaxBytes of a document's fields as JSON, up to 16 MB
 * @param whenLocksAreAway what becomes of writes while nobody can tell what is locked
 * @param feedRetention how long feeds keep their changes, and named writes their answers
 */
public record MetadataConfig(
        String postgresUri,
        int poolSize,
        int poolMaxWaiting,
        boolean migrate,
        int maxBatch,
        long maxBatchBytes,
        int maxWaiting,
        long maxWaitingBytes,
        Duration maxWait,
        Duration statementTimeout,
        int documentMaxBytes,
        WhenLocksAreAway whenLocksAreAway,
        Duration feedRetention) {

    private static final int DOCUMENT_LIMIT_BYTES = 16 << 20;

    public MetadataConfig {
        require(poolSize >= 2, "poolSize must be 2 or more: one connection writes while others read");
        require(poolMaxWaiting >= 1, "poolMaxWaiting must be positive");
        require(maxBatch >= 1, "maxBatch must be positive");
        require(maxBatchBytes >= 1, "maxBatchBytes must be positive");
        require(maxWaiting >= 1, "maxWaiting must be positive");
        require(maxWaitingBytes >= 2L * documentMaxBytes, "maxWaitingBytes must hold two documents");
        require(maxWait.toMillis() >= 1, "maxWait must be positive");
        require(statementTimeout.toMillis() >= 1, "statementTimeout must be positive");
        require(feedRetention.toMillis() >= 1, "feedRetention must be positive");
        require(
                documentMaxBytes >= 1 && documentMaxBytes <= DOCUMENT_LIMIT_BYTES,
                "documentMaxBytes must be from 1 to " + DOCUMENT_LIMIT_BYTES);
    }

    /** The defaults. */
    public static MetadataConfig ofUri(String postgresUri) {
        return new MetadataConfig(
                postgresUri,
                8,
                512,
                true,
                256,
                4L << 20,
                4096,
                64L << 20,
                Duration.ofSeconds(4),
                Duration.ofSeconds(4),
                1 << 20,
                WhenLocksAreAway.REFUSE,
                Duration.ofDays(7));
    }

    public MetadataConfig withWhenLocksAreAway(WhenLocksAreAway policy) {
        return new MetadataConfig(
                postgresUri,
                poolSize,
                poolMaxWaiting,
                migrate,
                maxBatch,
                maxBatchBytes,
                maxWaiting,
                maxWaitingBytes,
                maxWait,
                statementTimeout,
                documentMaxBytes,
                policy,
                feedRetention);
    }

    public MetadataConfig withFeedRetention(Duration retention) {
        return new MetadataConfig(
                postgresUri,
                poolSize,
                poolMaxWaiting,
                migrate,
                maxBatch,
                maxBatchBytes,
                maxWaiting,
                maxWaitingBytes,
                maxWait,
                statementTimeout,
                documentMaxBytes,
                whenLocksAreAway,
                retention);
    }

    /** Without the URI, which holds the password. */
    @Override
    public String toString() {
        return "MetadataConfig[poolSize=" + poolSize + ", whenLocksAreAway=" + whenLocksAreAway + "]";
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
