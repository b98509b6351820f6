/**
 * Nextcloud Notes' REST interface, versions 0.2 and 1.4, as its mobile clients synchronise with it; {@code docs/notes.md}
 * says what differs.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.notes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
