/**
 * Scenario 04: {@link io.lockstep.bench.storm.Storm04}, very many clients that read the same again at once.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.storm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
