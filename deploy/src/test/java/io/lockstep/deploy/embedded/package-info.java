/** Tests of the launcher's embedded. */
@NullMarked
package io.lockstep.deploy.embedded;

import org.jspecify.annotations.NullMarked;
