/**
 * PostgreSQL and Redis from the jar, for who has neither. Everything here blocks: it is for workers.
 *
 * <p>A server that was left behind by a process that was killed is stopped before a new one starts on its data.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
