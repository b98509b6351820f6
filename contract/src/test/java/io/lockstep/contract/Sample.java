package io.lockstep.contract;

import java.util.List;

/**
 * A message as its golden file shows it.
 *
 * @param isRequest whether others may send it to us; an answer is only ever written by us
 * @param required the keys that a sender must give
 */
record Sample(Object message, boolean isRequest, List<String> required) {

    static Sample request(Object message, String... required) {
        return new Sample(message, true, List.of(required));
    }

    static Sample answer(Object message) {
        return new Sample(message, false, List.of());
    }

    /** The name of the golden file. */
    @Override
    public String toString() {
        return message.getClass().getSimpleName();
    }
}
