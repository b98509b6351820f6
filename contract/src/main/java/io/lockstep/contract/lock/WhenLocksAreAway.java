package io.lockstep.contract.lock;

/** What becomes of edits while nobody can tell what is locked. */
public enum WhenLocksAreAway {
    /** They are UNAVAILABLE. */
    REFUSE,
    /** They go on as if nothing were locked; answers say {@code degraded}. */
    ALLOW
}
