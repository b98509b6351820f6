package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.CURSOR_GONE;
import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.FailureCode.REVISION_CONFLICT;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.MANAGER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.AccountDetails;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.ChangeAccount;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListAccounts;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListRevoked;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.RemoveAccount;
import io.lockstep.contract.metadata.RenewSpaces;
import io.lockstep.contract.metadata.Revoked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for the administration of accounts and feeds, whatever store is behind the services. */
interface AccountContract {
    Rig rig();

    @Test
    default void an_account_is_created_once_and_found() {
        // Given
        var rig = rig();
        var name = "dave-of-" + rig.space;

        // When
        var created = change(rig, name, true, "secret", List.of("staff"), 10L);
        var again = rig.refusal(() -> rig.accounts.change(request(name, true, "other", null, null)));

        // Then
        assertThat(created).isEqualTo(new AccountDetails(name, name, List.of("staff"), 10L));
        assertThat(again.code()).isEqualTo(REVISION_CONFLICT);
        assertThat(list(rig, name)).containsExactly(created);
        assertThat(rig.await(() -> rig.accounts.authenticate(new Authenticate(name, "secret")))
                        .groups())
                .containsExactly("staff");
        assertThat(revoked(rig)).as("nobody had signed in").doesNotContainKey(name);
    }

    @Test
    default void a_change_leaves_what_it_does_not_name() {
        // Given
        var rig = rig();
        var name = "dave-of-" + rig.space;
        change(rig, name, true, "secret", List.of("staff"), 10L);

        // When
        var renamed = rig.await(
                () -> rig.accounts.change(new ChangeAccount(ADMIN, name, null, null, "Dave", null, null, null)));
        var unlimited = rig.await(
                () -> rig.accounts.change(new ChangeAccount(ADMIN, name, null, null, null, null, null, true)));
        var absent = rig.refusal(() -> rig.accounts.change(request(name + "x", false, "a", null, null)));

        // Then
        assertThat(renamed).isEqualTo(new AccountDetails(name, "Dave", List.of("staff"), 10L));
        assertThat(unlimited).isEqualTo(new AccountDetails(name, "Dave", List.of("staff"), null));
        assertThat(absent.code()).isEqualTo(NOT_FOUND);
        assertThat(revoked(rig)).as("he need not sign in again").doesNotContainKey(name);
    }

    @Test
    default void another_password_or_group_ends_the_sign_ins_before() {
        // Given
        var rig = rig();
        var name = "dave-of-" + rig.space;
        change(rig, name, true, "secret", List.of("staff"), null);
        long before = version(rig);

        // When
        change(rig, name, false, "other", null, null);
        long between = version(rig);
        rig.clock.move(Duration.ofMillis(5));
        change(rig, name, false, null, List.of(), null);

        // Then
        assertThat(between).isGreaterThan(before);
        assertThat(rig.await(() -> rig.accounts.revoked(new ListRevoked(between)))
                        .users())
                .containsExactly(new Revoked.SignIns(name, rig.clock.instant()));
        long last = version(rig);
        assertThat(rig.await(() -> rig.accounts.revoked(new ListRevoked(last))).users())
                .isEmpty();
        assertThat(rig.refusal(() -> rig.accounts.authenticate(new Authenticate(name, "secret")))
                        .message())
                .isEqualTo("wrong user or password");
    }

    @Test
    default void who_is_removed_may_nothing_any_more_whatever_his_groups() {
        // Given
        var rig = rig();
        var name = "dave-of-" + rig.space;
        change(rig, name, true, "secret", List.of("staff"), null);
        var dave = new Actor(name, List.of("staff"), null);
        var davesAdmin = new Actor(name, List.of("admin"), null);
        rig.await(() ->
                rig.spaces.putMembers(new PutMembers(MANAGER, rig.space, Map.of("user:" + name, Role.MANAGER), null)));
        rig.events.clear();
        assertThat(role(rig, dave)).isEqualTo(Role.MANAGER);

        // When
        var removed = rig.await(() -> rig.accounts.remove(new RemoveAccount(ADMIN, name)));

        // Then
        assertThat(removed.spaces()).containsExactly(rig.space);
        assertThat(rig.events).contains(new Event.AccessChanged(rig.space, 3));
        assertThat(role(rig, dave)).isNull();
        assertThat(role(rig, davesAdmin)).isNull();
        assertThat(role(rig, EDITOR)).isEqualTo(Role.EDITOR);
        assertThat(rig.await(() -> rig.spaces.get(new GetSpace(MANAGER, rig.space)))
                        .members())
                .doesNotContainKey("user:" + name)
                .hasSize(4);
        assertThat(revoked(rig)).containsKey(name);
        assertThat(list(rig, name)).isEmpty();
        assertThat(rig.refusal(() -> rig.accounts.remove(new RemoveAccount(ADMIN, name)))
                        .code())
                .isEqualTo(NOT_FOUND);

        // And when he comes back, his groups count again
        change(rig, name, true, "new", List.of("staff"), null);
        assertThat(role(rig, dave)).isEqualTo(Role.EDITOR);
    }

    @Test
    default void accounts_are_paged_by_their_names() {
        // Given
        var rig = rig();
        var prefix = "p-" + rig.space + "-";
        for (var letter : List.of("b", "a", "C")) {
            change(rig, prefix + letter, true, "secret", null, null);
        }

        // When
        var first = rig.await(() -> rig.accounts.list(new ListAccounts(ADMIN, null, prefix, 2)));
        var second = rig.await(() -> rig.accounts.list(new ListAccounts(ADMIN, null, first.next(), 1)));

        // Then
        assertThat(first.accounts()).extracting(AccountDetails::user).containsExactly(prefix + "C", prefix + "a");
        assertThat(first.next()).isEqualTo(prefix + "a");
        assertThat(second.accounts()).extracting(AccountDetails::user).containsExactly(prefix + "b");
    }

    @Test
    default void only_admins_administer() {
        // Given
        var rig = rig();

        // When
        var refusals = List.of(
                rig.refusal(() -> rig.accounts.list(new ListAccounts(MANAGER, null, null, null))),
                rig.refusal(() -> rig.accounts.change(
                        new ChangeAccount(MANAGER, "eve", true, "x", null, List.of("admin"), null, null))),
                rig.refusal(() -> rig.accounts.remove(new RemoveAccount(MANAGER, "alice"))),
                rig.refusal(() -> rig.spaces.renew(new RenewSpaces(MANAGER, rig.space))));

        // Then
        assertThat(refusals).allMatch(refusal -> refusal.code() == FORBIDDEN);
    }

    @Test
    default void a_feed_that_begins_anew_knows_no_cursor_of_before() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("n", 1));
        var cursor = Cursor.parse(rig.changes(null, 10).cursor());

        // When
        var renewed = rig.await(() -> rig.spaces.renew(new RenewSpaces(ADMIN, rig.space)));

        // Then
        assertThat(renewed.spaces()).isEqualTo(1);
        var gone = rig.refusal(() -> rig.documents.changes(new ListChanges(EDITOR, rig.space, cursor.encode(), 10)));
        assertThat(gone.code()).isEqualTo(CURSOR_GONE);
        var now = Cursor.parse(rig.changes(null, 10).cursor());
        assertThat(now.seq()).isEqualTo(cursor.seq());
        assertThat(now.epoch()).isNotEqualTo(cursor.epoch()).isPositive();
        assertThat(rig.read("d").fields()).isEqualTo(json("n", 1));
        rig.write(EDITOR, "e", CREATE, json());
        assertThat(rig.changes(now.encode(), 10).changes()).hasSize(1);
    }

    @Test
    default void all_feeds_begin_anew_together() {
        // Given
        var one = rig();
        var other = rig();
        var before =
                List.of(one.changes(null, 1).cursor(), other.changes(null, 1).cursor());

        // When
        var renewed = one.await(() -> one.spaces.renew(new RenewSpaces(ADMIN, null)));
        var absent = one.refusal(() -> one.spaces.renew(new RenewSpaces(ADMIN, "test:nowhere")));

        // Then
        assertThat(renewed.spaces()).isGreaterThanOrEqualTo(2);
        assertThat(List.of(one.changes(null, 1).cursor(), other.changes(null, 1).cursor()))
                .doesNotContainAnyElementsOf(before);
        assertThat(absent.code()).isEqualTo(NOT_FOUND);
    }

    private static ChangeAccount request(
            String user,
            boolean create,
            @Nullable String password,
            @Nullable List<String> groups,
            @Nullable Long quotaBytes) {
        return new ChangeAccount(ADMIN, user, create, password, null, groups, quotaBytes, null);
    }

    private static AccountDetails change(
            Rig rig,
            String user,
            boolean create,
            @Nullable String password,
            @Nullable List<String> groups,
            @Nullable Long quotaBytes) {
        return rig.await(() -> rig.accounts.change(request(user, create, password, groups, quotaBytes)));
    }

    private static List<AccountDetails> list(Rig rig, String user) {
        return rig.await(() -> rig.accounts.list(new ListAccounts(ADMIN, user, null, null)))
                .accounts();
    }

    private static long version(Rig rig) {
        return rig.await(() -> rig.accounts.revoked(new ListRevoked(null))).version();
    }

    private static Map<String, Instant> revoked(Rig rig) {
        return rig.await(() -> rig.accounts.revoked(new ListRevoked(null))).users().stream()
                .collect(Collectors.toMap(Revoked.SignIns::user, Revoked.SignIns::before));
    }

    private static @Nullable Role role(Rig rig, Actor actor) {
        return rig.await(() -> rig.spaces.checkAccess(new CheckAccess(actor, rig.space)))
                .role();
    }
}
