/**
 * Scenario 22: {@link io.lockstep.bench.scaleout.ScaleOut22}, what an event costs when more gateway processes share the sockets.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.scaleout;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
