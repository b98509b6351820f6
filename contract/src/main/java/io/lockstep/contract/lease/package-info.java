/** Rights to do a work that one node at a time does. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.lease;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
