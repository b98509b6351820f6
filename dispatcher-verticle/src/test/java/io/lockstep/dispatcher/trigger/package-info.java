/** Tests of the triggers. */
@NullMarked
@CheckReturnValue
package io.lockstep.dispatcher.trigger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
