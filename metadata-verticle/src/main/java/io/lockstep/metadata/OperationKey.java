package io.lockstep.metadata;

/** A caller's name for one write, unique in its space. */
record OperationKey(String space, String operation) {}
