package io.lockstep.contract.push;

/** Asks whether what others publish comes in. */
public record AskPushHealth() {}
