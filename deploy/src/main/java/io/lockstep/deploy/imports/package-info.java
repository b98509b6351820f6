/**
 * The command {@code lockstep import}: brings a file of rows into a space of a running server. {@link
 * io.lockstep.deploy.imports.ImportCommand} is the way of a file; what it reads and where it is are the rest.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.imports;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
