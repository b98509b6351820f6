package io.lockstep.gateway.fanout;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a listener wants of a topic's changes that is not in the events: it has to be read from the feed.
 *
 * @param selector which documents' changes; null for all
 * @param document the only document whose changes; null for all
 * @param isWhole whether with what was before and the current state of the document
 */
record Wanted(@Nullable JsonObject selector, @Nullable String document, boolean isWhole) {
    /** Names what those have in common who want the same of a topic. */
    String key() {
        return (isWhole ? "whole" : "") + (selector == null ? "" : selector.encode());
    }
}
