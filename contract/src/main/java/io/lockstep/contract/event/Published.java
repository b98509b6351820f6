package io.lockstep.contract.event;

/** The events have been handed on to the gateways. It does not say that anybody listened. */
public record Published() {}
