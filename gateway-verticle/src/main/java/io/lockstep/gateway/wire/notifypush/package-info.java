/** The push daemon's WebSocket as unmodified clients of notify_push 1.4 speak it and as other wires ride on it. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.notifypush;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
