/** What a wire is given; each wire is a package of its own below, and knows no other. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
