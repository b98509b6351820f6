/**
 * The commands {@code lockstep user|space|token|lock}: administration of a running server, over its REST interface. {@link
 * io.lockstep.deploy.admin.Administration} is what they share.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
