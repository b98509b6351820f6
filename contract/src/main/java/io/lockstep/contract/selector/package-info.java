/** What a selector says about a document, and how it is asked of one. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.selector;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
