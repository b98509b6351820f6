package io.lockstep.deploy.selftest;

/** What a check found wrong, with its own mend. */
final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    Finding(String what, String mend) {
        super(what, null, false, false);
        this.mend = mend;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String mend() {
        return mend;
    }

    /** Throws unless it holds. */
    static void unless(boolean holds, String what, String mend) {
        if (!holds) {
            throw new Finding(what, mend);
        }
    }
}
