/** The few paths of a Nextcloud server that clients of several wires ask before they use one: status, capabilities, who am I. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.cloud;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
