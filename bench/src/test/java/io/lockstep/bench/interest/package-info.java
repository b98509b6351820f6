@NullMarked
package io.lockstep.bench.interest;

import org.jspecify.annotations.NullMarked;
