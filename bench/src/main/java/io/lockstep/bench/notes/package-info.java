/**
 * Scenario 13: {@link io.lockstep.bench.notes.Notes13}, the synchronisation of a Notes client.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.bench.notes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
