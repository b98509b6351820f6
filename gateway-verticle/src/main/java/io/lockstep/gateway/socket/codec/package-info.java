/** The bytes of WebSocket (RFC 6455) and the texts of SockJS. Pure: knows no channel and no session. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.socket.codec;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
