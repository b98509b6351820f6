/** MetaVox 2.0's browser routes for cell locks and file metadata, as its unmodified grid calls them. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.metavox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
