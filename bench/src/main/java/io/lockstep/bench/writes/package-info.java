/**
 * Scenario 12: {@link io.lockstep.bench.writes.Writes12}, durable writes.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.writes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
