package io.lockstep.contract.metadata;

/** How many spaces have begun anew. */
public record RenewedSpaces(int spaces) {}
