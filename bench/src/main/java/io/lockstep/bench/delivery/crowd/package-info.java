/**
 * The clients: very many WebSockets on one event loop, as light as they can be, that count frames and check their order.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.delivery.crowd;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
