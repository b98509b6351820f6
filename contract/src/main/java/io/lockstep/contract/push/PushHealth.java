package io.lockstep.contract.push;

/**
 * Whether what others publish comes in.
 *
 * @param redis whether Redis answers
 * @param ingress whether a node listens to it
 */
public record PushHealth(boolean redis, boolean ingress) {}
