@NullMarked
package io.lockstep.bench.delivery.crowd;

import org.jspecify.annotations.NullMarked;
