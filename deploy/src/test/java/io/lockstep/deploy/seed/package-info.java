/** Tests of the launcher's seed. */
@NullMarked
package io.lockstep.deploy.seed;

import org.jspecify.annotations.NullMarked;
