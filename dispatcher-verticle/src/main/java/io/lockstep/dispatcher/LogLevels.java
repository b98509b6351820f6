package io.lockstep.dispatcher;

/** The port to this process's log, whose level a Nextcloud may change for a while. */
public interface LogLevels {
    /** Log levels that nobody changes. */
    LogLevels FIXED = new LogLevels() {
        @Override
        public void push(String spec) {}

        @Override
        public void restore() {}
    };

    /**
     * Logs otherwise, until {@link #restore}.
     *
     * @param spec e.g. {@code debug} or {@code notify_push=debug,warn}; the most talkative of it counts
     */
    void push(String spec);

    /** As before the last {@link #push} that was not restored yet. */
    void restore();
}
