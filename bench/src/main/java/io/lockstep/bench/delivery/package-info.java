/**
 * Scenarios 01 to 08: live delivery, beside the least that a server could do, stock Vert.x and its bridge. Servers and load generator
 * are separate processes; this one is the load generator.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
