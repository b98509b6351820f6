@NullMarked
package io.lockstep.deploy.selftest;

import org.jspecify.annotations.NullMarked;
