/** Messages of the metadata operations: spaces, members, documents, changes and accounts. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.metadata;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
