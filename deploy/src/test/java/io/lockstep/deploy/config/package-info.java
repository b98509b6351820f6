/** Tests of the launcher's config. */
@NullMarked
package io.lockstep.deploy.config;

import org.jspecify.annotations.NullMarked;
