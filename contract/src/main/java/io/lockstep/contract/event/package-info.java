/** Events: what is delivered live, and how it travels from its source to the gateways. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
