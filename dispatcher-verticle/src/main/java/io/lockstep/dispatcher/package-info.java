/**
 * The dispatcher: events in, topics out.
 *
 * <p>Of events it keeps nothing. A durable event that is lost on the way is found by its seq at the gateways; a custom event is best
 * effort, in the order of its publisher.
 *
 * <p>In Redis it owns {@code lockstep:ingress}, the lease of the one node that listens to the channels, and
 * {@code lockstep:preauth:*} and {@code lockstep:push:*}; with a Nextcloud it shares {@code test-token} and
 * {@code notify_push_*}. A namespace stands before all of them.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.dispatcher;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
