/**
 * The dispatcher: events in, topics out.
 *
 * <p>It keeps nothing. A durable event that is lost on the way is found by its seq at the gateways; a custom event is best
 * effort, in the order of its publisher.
 *
 * <p>In Redis it owns one key, {@code lockstep:ingress}: the lease of the one node that listens to the channels.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.dispatcher;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
