package io.lockstep.deploy.config;

/** How what the server says is written. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line, for programs. */
    JSON
}
