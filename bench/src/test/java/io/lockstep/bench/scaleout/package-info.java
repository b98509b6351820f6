@NullMarked
package io.lockstep.bench.scaleout;

import org.jspecify.annotations.NullMarked;
