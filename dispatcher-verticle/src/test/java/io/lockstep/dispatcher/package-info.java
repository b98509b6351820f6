/** Tests of the dispatcher. */
@NullMarked
package io.lockstep.dispatcher;

import org.jspecify.annotations.NullMarked;
