/**
 * What all commands of {@code java -jar lockstep.jar <command>} share: how their arguments are read, where they print, how
 * they reach the running server, and how they show that they may. {@link io.lockstep.deploy.cli.Command} is one of them.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
