/**
 * Numbered scenarios that measure a server, with real stores, beside the fastest that it could be. Each has a {@code main};
 * README.md of the module says how to run them and how to read what they print.
 *
 * <p>{@link io.lockstep.bench.Locks01} is the baseline of locks. {@link io.lockstep.bench.Stage} is the server under test,
 * a {@link io.lockstep.bench.Driver} one way to use it, {@link io.lockstep.bench.Load} keeps a driver busy,
 * {@link io.lockstep.bench.LocksReport} says what came of it.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
