package io.lockstep.deploy;

/**
 * A reason for which the server does not start, in one sentence that says what is wrong and how to mend it. Has no stack
 * trace of its own; a cause, if there is one, is for DEBUG.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        super(sentence, null, false, false);
    }

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
