/** MetaVox 2.0's browser routes for cell locks and file metadata, and what its unmodified grid is told on the push socket. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.metavox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
