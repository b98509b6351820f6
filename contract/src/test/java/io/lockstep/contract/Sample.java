package io.lockstep.contract;

import java.util.List;

/**
 * A message as its golden file shows it.
 *
 * @param file the name of the golden file
 * @param isRequest whether others may send it to us; an answer is only ever written by us
 * @param required the keys that a sender must give
 */
record Sample(String file, Object message, boolean isRequest, List<String> required) {

    static Sample request(Object message, String... required) {
        return new Sample(message.getClass().getSimpleName(), message, true, List.of(required));
    }

    static Sample answer(Object message) {
        return new Sample(message.getClass().getSimpleName(), message, false, List.of());
    }

    /** The same in another file than that of its class: a second one, or one of two classes of a name. */
    Sample in(String otherFile) {
        return new Sample(otherFile, message, isRequest, required);
    }

    @Override
    public String toString() {
        return file;
    }
}
