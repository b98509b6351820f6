package io.lockstep.deploy.imports;

/** A reason for which an import cannot begin or go on, in one sentence that says what is wrong and how to mend it. */
public final class ImportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportFailure(String sentence) {
        super(sentence, null, false, false);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
