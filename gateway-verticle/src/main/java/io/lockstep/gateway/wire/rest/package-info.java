/** The native REST interface under {@code /api/v1}; {@code docs/rest.md} describes every operation. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
