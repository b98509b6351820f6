package io.lockstep.gateway.wire.metavox;

/** A response: its status and its compact JSON. */
record MetavoxAnswer(int status, String body) {}
