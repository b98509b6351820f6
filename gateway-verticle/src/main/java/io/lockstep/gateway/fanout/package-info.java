/** Fan-out: which sessions listen to what, and the order in which they get it. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.fanout;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
