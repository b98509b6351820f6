/**
 * Cozy's realtime socket, its notify route, and the documents of {@code /data} as CouchDB's clients know them.
 *
 * <p>A doctype is the space {@code cozy:<doctype>}, a document's {@code _id} its id. The paths: {@link
 * io.lockstep.gateway.wire.cozy.CozyRoutes}; the socket: {@link io.lockstep.gateway.wire.cozy.RealtimeSocket}.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.cozy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
