/** What the server says as JSON, one object a line: {@link io.lockstep.deploy.log.JsonLog}. */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.log;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
