/** Seed data: a JSON file of users, spaces and documents that are created where they are absent. */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.seed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
