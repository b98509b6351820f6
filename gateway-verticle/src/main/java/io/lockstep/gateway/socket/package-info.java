/** Sockets: what carries a client's messages, and what the sockets of one event loop share. Knows no wire. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.socket;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
