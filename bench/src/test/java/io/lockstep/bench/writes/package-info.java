@NullMarked
package io.lockstep.bench.writes;

import org.jspecify.annotations.NullMarked;
