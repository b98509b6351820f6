@NullMarked
package io.lockstep.bench.notes;

import org.jspecify.annotations.NullMarked;
