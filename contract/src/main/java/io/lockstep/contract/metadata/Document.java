package io.lockstep.contract.metadata;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One item of a space.
 *
 * @param revision counts its writes from 1
 * @param etag MD5 hex over its attributes: the same attributes always give the same etag
 * @param updatedBy the user of the last write
 */
public record Document(
        String space,
        String document,
        long revision,
        String etag,
        JsonObject fields,
        boolean readonly,
        Instant updatedAt,
        String updatedBy) {}
