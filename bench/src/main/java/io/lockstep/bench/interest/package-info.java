/**
 * Scenario 21: {@link io.lockstep.bench.interest.Interest21}, a simulation of how many messages an event costs on the bus when
 * gateways hear only of shards in which somebody there is interested. It needs no server, and gives the same figures each time.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.interest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
