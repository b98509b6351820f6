@NullMarked
package io.lockstep.deploy.cli;

import org.jspecify.annotations.NullMarked;
