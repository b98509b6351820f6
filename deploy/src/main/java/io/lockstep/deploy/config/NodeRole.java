package io.lockstep.deploy.config;

/** A part of Lockstep that a process may run. */
public enum NodeRole {
    GATEWAY,
    METADATA,
    LOCK,
    DISPATCHER
}
