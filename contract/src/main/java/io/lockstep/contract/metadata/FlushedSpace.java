package io.lockstep.contract.metadata;

/**
 * The import is over.
 *
 * @param cursor the head of the space's feed: listeners hear of what is quiet up to here
 */
public record FlushedSpace(String space, String cursor) {}
