/**
 * The command {@code lockstep self-test}: looks at everything that a server needs and prints a line for each thing, with the
 * mend where one is wrong. {@link io.lockstep.deploy.selftest.SelfTestCommand} is the order of the checks, {@link
 * io.lockstep.deploy.selftest.Report} what is printed.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.deploy.selftest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
