package io.lockstep.contract.push;

/** Ends every socket of the push protocol, on every node; clients come back. */
public record ClosePushSockets() {}
