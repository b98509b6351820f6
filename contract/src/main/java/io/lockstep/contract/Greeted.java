package io.lockstep.contract;

/**
 * The answer of a node that was greeted.
 *
 * @param version of the product that it runs
 */
public record Greeted(String version) {}
