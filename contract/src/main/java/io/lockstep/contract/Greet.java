package io.lockstep.contract;

/**
 * A node that has come asks another whether messages pass.
 *
 * @param node who asks
 */
public record Greet(String node) {
    public Greet {
        Require.name(node, "node");
    }
}
