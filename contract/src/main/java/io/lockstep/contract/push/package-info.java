/** What the push protocol needs of all nodes: tokens for one login, its self-test, its counts, and the end of its sockets. */
@NullMarked
@CheckReturnValue
package io.lockstep.contract.push;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
