@NullMarked
package io.lockstep.bench.locks;

import org.jspecify.annotations.NullMarked;
