@NullMarked
package io.lockstep.deploy.imports;

import org.jspecify.annotations.NullMarked;
