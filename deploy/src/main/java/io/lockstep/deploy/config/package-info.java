/**
 * Configuration: one record tree, built once from defaults, a YAML file and the environment, and the page that documents it.
 *
 * <p>A new setting is a component of {@link io.lockstep.deploy.config.LockstepConfig} with a
 * {@link io.lockstep.deploy.config.Setting}; its names in YAML and in the environment, and its line in
 * {@code docs/configuration.md}, follow from that.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
