/** Tests of the contract: golden messages, the bus wrapper, ids and topics. */
@NullMarked
package io.lockstep.contract;

import org.jspecify.annotations.NullMarked;
