/** The event-bus bridge protocol over SockJS and raw WebSocket, as {@code @vertx/eventbus-bridge-client.js} speaks it. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.bridge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
