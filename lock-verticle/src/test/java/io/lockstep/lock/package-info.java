/** Tests of the locks, on the memory model and on a real Redis. */
@NullMarked
package io.lockstep.lock;

import org.jspecify.annotations.NullMarked;
