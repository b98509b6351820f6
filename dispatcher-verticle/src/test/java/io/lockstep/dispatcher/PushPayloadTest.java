package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the payloads of the channels on which a Nextcloud publishes; in the tables {@code ^} is a quotation mark. */
final class PushPayloadTest {
    @Test
    void the_eleven_channels_of_the_original_are_listened_to() {
        assertThat(Arrays.stream(Channel.values()).map(Channel::channel))
                .containsExactlyInAnyOrder(
                        "lockstep_event",
                        "notify_activity",
                        "notify_config",
                        "notify_custom",
                        "notify_group_membership_update",
                        "notify_notification",
                        "notify_pre_auth",
                        "notify_query",
                        "notify_signal",
                        "notify_storage_update",
                        "notify_test_cookie",
                        "notify_user_share_created");
    }

    @Test
    void notices_are_for_their_user() {
        assertThat(Channel.ACTIVITY.parse("{\"user\":\"alice\"}")).isEqualTo(notified("alice", NoticeKind.ACTIVITY));
        assertThat(Channel.NOTIFICATION.parse("{\"user\":\"alice\",\"more\":1}"))
                .isEqualTo(notified("alice", NoticeKind.NOTIFICATION));
        assertThat(Channel.USER_SHARE_CREATED.parse("{\"user\":\"alice\"}"))
                .isEqualTo(notified("alice", NoticeKind.FILE));
        assertThat(Channel.GROUP_MEMBERSHIP_UPDATE.parse("{\"user\":\"alice\",\"group\":\"staff\"}"))
                .isEqualTo(notified("alice", NoticeKind.FILE));
    }

    /** PHP makes a number of a key that looks like one; the original drops these messages. */
    @Test
    void user_of_digits_that_php_published_as_a_number_is_that_user() {
        assertThat(Channel.ACTIVITY.parse("{\"user\":4711}")).isEqualTo(notified("4711", NoticeKind.ACTIVITY));
        assertThat(Channel.GROUP_MEMBERSHIP_UPDATE.parse("{\"user\":4711,\"group\":\"staff\"}"))
                .isEqualTo(notified("4711", NoticeKind.FILE));
        assertThat(Channel.PRE_AUTH.parse("{\"user\":4711,\"token\":\"t\"}"))
                .isEqualTo(new Ingested.PreAuthIssued("4711", "t"));
    }

    @Test
    void storage_update_has_numbers_as_large_as_the_originals() {
        assertThat(Channel.STORAGE_UPDATE.parse("{\"storage\":4294967295,\"path\":\"files\\/a\",\"file_id\":5}"))
                .isEqualTo(new Ingested.StorageChanged(4294967295L, "files/a", 5));
        assertThat(Channel.STORAGE_UPDATE.parse("{\"storage\":0,\"path\":\"\",\"file_id\":18446744073709551615}"))
                .isEqualTo(new Ingested.StorageChanged(0, "", -1));
    }

    @Test
    void words_and_numbers_stand_alone() {
        assertThat(Channel.TEST_COOKIE.parse("12345")).isEqualTo(new Ingested.TestCookie(12345));
        assertThat(Channel.QUERY.parse("\"metrics\"")).isEqualTo(new Ingested.CountsAsked());
        assertThat(Channel.SIGNAL.parse("\"reset\"")).isEqualTo(new Ingested.SocketsReset());
        assertThat(Channel.CONFIG.parse("\"log_restore\"")).isEqualTo(new Ingested.LogLevelRestored());
        assertThat(Channel.CONFIG.parse("{\"log_spec\":\"notify_push=debug\"}"))
                .isEqualTo(new Ingested.LogLevelSet("notify_push=debug"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STORAGE_UPDATE | {^path^:^a^,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:1,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:1,^path^:^a^}",
                "STORAGE_UPDATE | {^storage^:4294967296,^path^:^a^,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:-1,^path^:^a^,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:1.0,^path^:^a^,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:^1^,^path^:^a^,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:1,^path^:7,^file_id^:5}",
                "STORAGE_UPDATE | {^storage^:1,^path^:^a^,^file_id^:18446744073709551616}",
                "STORAGE_UPDATE | {^storage^:1,^path^:^a^,^file_id^:-5}",
                "STORAGE_UPDATE | {^storage^:1,^path^:^a^,^file_id^:null}",
                "GROUP_MEMBERSHIP_UPDATE | {^user^:^alice^}",
                "GROUP_MEMBERSHIP_UPDATE | {^group^:^staff^}",
                "GROUP_MEMBERSHIP_UPDATE | {^user^:^alice^,^group^:1}",
                "USER_SHARE_CREATED | {}",
                "USER_SHARE_CREATED | {^user^:null}",
                "ACTIVITY | {^user^:1.5}",
                "ACTIVITY | {^user^:^^}",
                "ACTIVITY | [^alice^]",
                "ACTIVITY | ^alice^",
                "ACTIVITY | {^user^:^alice^",
                "NOTIFICATION | {^user^:true}",
                "NOTIFICATION | nonsense",
                "PRE_AUTH | {^user^:^alice^}",
                "PRE_AUTH | {^user^:^alice^,^token^:7}",
                "PRE_AUTH | {^token^:^t^}",
                "TEST_COOKIE | ^12345^",
                "TEST_COOKIE | -1",
                "TEST_COOKIE | 4294967296",
                "TEST_COOKIE | 1.0",
                "TEST_COOKIE | null",
                "CONFIG | ^log_forget^",
                "CONFIG | {^log_spec^:5}",
                "CONFIG | {}",
                "QUERY | ^everything^",
                "QUERY | metrics",
                "SIGNAL | ^stop^",
                "SIGNAL | 1",
            })
    void payload_that_the_original_cannot_read_is_refused(Channel channel, String payload) {
        var json = payload.replace('^', '"');
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> channel.parse(json))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }

    @Test
    void reason_of_a_refusal_quotes_no_payload() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Channel.PRE_AUTH.parse("{\"user\":\"alice\",\"token\":[\"secret\"]}"))
                .satisfies(failure -> assertThat(failure.message()).doesNotContain("secret"));
        assertThat(Channel.PRE_AUTH
                        .parse("{\"user\":\"alice\",\"token\":\"secret\"}")
                        .toString())
                .doesNotContain("secret");
    }

    private static Ingested notified(String user, NoticeKind kind) {
        return Ingested.Happened.one(new Event.Notified(user, kind, null));
    }
}
