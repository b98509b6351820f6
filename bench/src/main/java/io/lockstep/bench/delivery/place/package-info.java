/**
 * The processes of a run: what they are started with, what they use, and that none of them stays.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.delivery.place;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
