@NullMarked
package io.lockstep.deploy.log;

import org.jspecify.annotations.NullMarked;
