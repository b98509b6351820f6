/** Identity and access: who speaks, and what he may do. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
