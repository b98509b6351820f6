@NullMarked
package io.lockstep.bench.delivery;

import org.jspecify.annotations.NullMarked;
