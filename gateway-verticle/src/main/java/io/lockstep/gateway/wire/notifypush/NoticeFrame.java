package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.session.Frame;

/** A {@link Notice} on its way to a connection, which decides when and how it is said. Shared by all connections. */
final class NoticeFrame extends Frame {
    private final Notice notice;

    /** As it would be said at once to who has not asked for the ids of files. */
    NoticeFrame(Notice notice) {
        super(PushFrames.notice(notice, false).text());
        this.notice = notice;
    }

    Notice notice() {
        return notice;
    }
}
