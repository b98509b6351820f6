/**
 * Scenario 14: {@link io.lockstep.bench.storm.Storm14}, very many clients that read the same again at once.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.storm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
