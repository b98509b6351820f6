package io.lockstep.metadata;

/** Names one document. */
record DocumentKey(String space, String document) {}
