@NullMarked
package io.lockstep.bench.storm;

import org.jspecify.annotations.NullMarked;
