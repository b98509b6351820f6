package io.lockstep.deploy.delivery;

/**
 * A time in which a user was no member of a space. Times are of {@link System#nanoTime}.
 *
 * @param answeredNanos when it was certain that he is out
 * @param head the space's last change at some moment after that
 * @param backNanos the last moment before it was asked to let him in again
 */
record Removal(String user, String space, long answeredNanos, long head, long backNanos) {}
