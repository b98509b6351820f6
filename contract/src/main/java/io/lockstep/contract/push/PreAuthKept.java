package io.lockstep.contract.push;

/** The token is kept: whichever node it is shown to knows it. */
public record PreAuthKept() {}
