/** Sessions: who is connected, what waits to be written to him. Knows no wire. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
