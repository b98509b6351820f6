/** Attendance: who is connected to this node, and what of the locks depends on it. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.attendance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
