package io.lockstep.deploy.delivery;

/** A write that took effect, as its writer was told. Times are of {@link System#nanoTime}. */
record Acknowledged(String space, String document, long seq, long revision, long askedNanos, long answeredNanos) {}
