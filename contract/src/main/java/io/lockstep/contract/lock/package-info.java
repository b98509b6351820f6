/** Messages of the lock operations. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.lock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
