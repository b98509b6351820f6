/** Many clients that come, go and move between transports while people write, and the checker of what they were told. */
@NullMarked
package io.lockstep.deploy.delivery;

import org.jspecify.annotations.NullMarked;
