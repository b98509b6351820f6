/** Triggers: rules over changes, and the jobs that bring what they match to another service, at least once. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.trigger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
