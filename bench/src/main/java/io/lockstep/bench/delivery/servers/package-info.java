/**
 * The servers of scenarios 01 to 03, each a process of its own that {@link io.lockstep.bench.delivery.servers.Control} leads: the
 * least that brings the same bytes to the same sockets, and what Vert.x brings along.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.delivery.servers;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
