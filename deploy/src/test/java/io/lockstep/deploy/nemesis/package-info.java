/** A cluster of real processes on a network of their own, and what is done to them while people work. */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.nemesis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
