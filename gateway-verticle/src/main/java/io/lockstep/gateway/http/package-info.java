/** What every HTTP wire shares: problem responses, request bodies and pages. */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
