/**
 * Numbered scenarios that measure a server, with real stores, beside the fastest that it could be. Each has a package of its
 * own with a {@code main}; README.md of the module says how to run them and how to read what they print.
 *
 * <p>Here is what they share: {@link io.lockstep.bench.Stage} is the server under test, a {@link io.lockstep.bench.Driver}
 * one way to use it, {@link io.lockstep.bench.Load} keeps a driver busy, {@link io.lockstep.bench.Turns} lets them take
 * turns, {@link io.lockstep.bench.PgProbe} asks PostgreSQL what it saw.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
