/** End-to-end tests: the whole product in this process or in processes of its own. */
@NullMarked
package io.lockstep.deploy;

import org.jspecify.annotations.NullMarked;
