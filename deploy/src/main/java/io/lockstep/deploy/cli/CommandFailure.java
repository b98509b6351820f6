package io.lockstep.deploy.cli;

/** A reason for which a command does not do its work, in one sentence that says what is wrong and how to mend it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String sentence) {
        super(sentence, null, false, false);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
