package io.lockstep.dispatcher;

import io.lockstep.contract.event.NoticeKind;
import io.lockstep.dispatcher.Ingested.Happened;
import java.util.Arrays;
import java.util.Optional;

/** A Redis channel that other services publish to, and how its payloads are read. */
enum Channel {
    /** A message for one user. */
    CUSTOM("notify_custom"),
    STORAGE_UPDATE("notify_storage_update"),
    GROUP_MEMBERSHIP_UPDATE("notify_group_membership_update"),
    USER_SHARE_CREATED("notify_user_share_created"),
    ACTIVITY("notify_activity"),
    NOTIFICATION("notify_notification"),
    PRE_AUTH("notify_pre_auth"),
    TEST_COOKIE("notify_test_cookie"),
    CONFIG("notify_config"),
    QUERY("notify_query"),
    SIGNAL("notify_signal"),
    /** Our own: one event, or an array of them, for users, spaces and documents. */
    EVENT("lockstep_event");

    private final String channel;

    Channel(String channel) {
        this.channel = channel;
    }

    /** As Redis knows it, but for what a namespace puts before it. */
    String channel() {
        return channel;
    }

    static Optional<Channel> of(String name) {
        return Arrays.stream(values())
                .filter(channel -> channel.channel.equals(name))
                .findFirst();
    }

    /** What a payload says; fails with BAD_REQUEST saying what is wrong with it, without quoting it. */
    Ingested parse(String payload) {
        return switch (this) {
            case CUSTOM -> Happened.one(EventPayload.custom(payload));
            case STORAGE_UPDATE -> PushPayload.storageUpdate(payload);
            case GROUP_MEMBERSHIP_UPDATE -> PushPayload.membership(payload);
            case USER_SHARE_CREATED -> PushPayload.notified(payload, NoticeKind.FILE);
            case ACTIVITY -> PushPayload.notified(payload, NoticeKind.ACTIVITY);
            case NOTIFICATION -> PushPayload.notified(payload, NoticeKind.NOTIFICATION);
            case PRE_AUTH -> PushPayload.preAuth(payload);
            case TEST_COOKIE -> PushPayload.testCookie(payload);
            case CONFIG -> PushPayload.config(payload);
            case QUERY -> PushPayload.query(payload);
            case SIGNAL -> PushPayload.signal(payload);
            case EVENT -> new Happened(EventPayload.events(payload));
        };
    }
}
