package io.lockstep.metadata;

/** What happens to a write while nobody can tell whether its cells are locked. */
public enum WhenLocksAreAway {
    /** It is refused with UNAVAILABLE: no lock is ever overridden. */
    REFUSE,
    /** It goes on as if nothing were locked; only a write's own fence still protects it. */
    ALLOW
}
