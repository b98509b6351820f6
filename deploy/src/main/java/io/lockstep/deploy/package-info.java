/**
 * The launcher: the one {@code main()}, configuration, embedded PostgreSQL and Redis, seed data. It knows every module and
 * no module knows it.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
