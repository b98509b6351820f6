/**
 * Scenario 02: {@link io.lockstep.bench.writes.Writes02}, durable writes.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.writes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
