/**
 * The edge: everything users call.
 *
 * <p>{@link io.lockstep.gateway.GatewayNode} is deployed once per process and deploys one
 * {@link io.lockstep.gateway.GatewayVerticle} per event loop; a session lives and dies on one loop. What comes from the bus
 * is put in order once per node ({@code fanout.NodeFeeds}) and handed to the loops ({@code fanout.Hub}); a wire
 * ({@code wire.<name>}) translates one protocol and nothing else.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
