/**
 * OpenRegister's routes for objects, their locks and their history, as the two generations of its Vue library call them, and
 * its words on the push socket. A register and a schema together are a space, an object is a document, a property a field.
 */
@NullMarked
@CheckReturnValue
package io.lockstep.gateway.wire.openregister;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
