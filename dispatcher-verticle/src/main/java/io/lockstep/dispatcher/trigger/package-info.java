/** Triggers at work: feeds are looked through for what rules match, and what they match is delivered, at least once. */
@NullMarked
@CheckReturnValue
package io.lockstep.dispatcher.trigger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
