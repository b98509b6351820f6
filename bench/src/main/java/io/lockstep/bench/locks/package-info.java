/**
 * Scenario 11: {@link io.lockstep.bench.locks.Locks11}, the baseline of locks.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.locks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
