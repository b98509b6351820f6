package io.lockstep.contract.push;

/** The version can be read. */
public record VersionTold() {}
