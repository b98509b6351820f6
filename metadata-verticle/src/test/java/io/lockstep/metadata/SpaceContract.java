package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.MANAGER;
import static io.lockstep.metadata.Rig.OTHER_EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for spaces, members and accounts, whatever store is behind the service. */
interface SpaceContract {
    Rig rig();

    MetadataStore store();

    @Test
    default void an_admin_creates_a_space_and_its_managers_see_all_of_it() {
        // Given
        var rig = rig();
        var fields = List.of(
                new FieldDefinition("title", "Title", "text", null, true),
                new FieldDefinition("state", null, "select", List.of("open", "done"), null));
        var members = Map.of("user:mary", Role.MANAGER, "group:staff", Role.VIEWER);

        // When
        var created = put(rig, new PutSpace(ADMIN, rig.space + ".new", "New", fields, members));

        // Then
        var seen = rig.await(() -> rig.spaces.get(new GetSpace(MANAGER, rig.space + ".new")));
        assertThat(created.role()).isEqualTo(Role.MANAGER);
        assertThat(seen).isEqualTo(created);
        assertThat(seen.fields()).isEqualTo(fields);
        assertThat(seen.members()).isEqualTo(members);
        assertThat(rig.events).containsExactly(new Event.AccessChanged(rig.space + ".new", 1));
    }

    @Test
    default void who_is_no_admin_creates_no_space() {
        // Given
        var rig = rig();

        // When
        var refusal = rig.refusal(() -> rig.spaces.put(new PutSpace(MANAGER, rig.space + ".new", null, null, null)));

        // Then
        assertThat(refusal.code()).isEqualTo(NOT_FOUND);
    }

    @Test
    default void a_manager_changes_a_space_and_what_he_does_not_name_stays() {
        // Given
        var rig = rig();

        // When
        var changed = put(rig, new PutSpace(MANAGER, rig.space, "Renamed", null, null));
        var unchanged = put(rig, new PutSpace(MANAGER, rig.space, null, null, changed.members()));

        // Then
        assertThat(changed.title()).isEqualTo("Renamed");
        assertThat(changed.members()).hasSize(4);
        assertThat(unchanged).isEqualTo(changed);
        assertThat(rig.events).as("nobody's access changed").isEmpty();
    }

    @Test
    default void members_see_the_space_but_not_its_members() {
        // Given
        var rig = rig();

        // When
        var seen = rig.await(() -> rig.spaces.get(new GetSpace(VIEWER, rig.space)));
        var hidden = rig.refusal(() -> rig.spaces.get(new GetSpace(STRANGER, rig.space)));
        var refused = rig.refusal(() -> rig.spaces.put(new PutSpace(EDITOR, rig.space, "Mine", null, null)));

        // Then
        assertThat(seen.role()).isEqualTo(Role.VIEWER);
        assertThat(seen.members()).isEmpty();
        assertThat(hidden.code()).isEqualTo(NOT_FOUND);
        assertThat(refused.code()).isEqualTo(FORBIDDEN);
    }

    @Test
    default void a_change_of_members_takes_effect_at_once_and_is_announced() {
        // Given
        var rig = rig();
        var request = new PutMembers(MANAGER, rig.space, Map.of("user:eve", Role.EDITOR), List.of("user:alice"));

        // When
        var space = rig.await(() -> rig.spaces.putMembers(request));

        // Then
        assertThat(space.members()).containsEntry("user:eve", Role.EDITOR).doesNotContainKey("user:alice");
        assertThat(rig.events).containsExactly(new Event.AccessChanged(rig.space, 2));
        assertThat(rig.refusedWrite(EDITOR, "d", CREATE, json()).code()).isEqualTo(NOT_FOUND);
        rig.write(STRANGER, "d", CREATE, json());
        assertThat(((Event.Changed) rig.events.get(1)).accessVersion()).isEqualTo(2);
    }

    @Test
    default void members_that_stay_the_same_are_not_announced() {
        // Given
        var rig = rig();
        var request = new PutMembers(MANAGER, rig.space, Map.of("user:carol", Role.VIEWER), List.of("user:nobody"));

        // When
        var space = rig.await(() -> rig.spaces.putMembers(request));

        // Then
        assertThat(space.members()).hasSize(4);
        assertThat(rig.events).isEmpty();
    }

    @Test
    default void only_managers_and_admins_change_members() {
        // Given
        var rig = rig();

        // When
        var editor = rig.refusal(() -> rig.spaces.putMembers(new PutMembers(EDITOR, rig.space, null, null)));
        var stranger = rig.refusal(() -> rig.spaces.putMembers(new PutMembers(STRANGER, rig.space, null, null)));
        var nowhere = rig.refusal(() -> rig.spaces.putMembers(new PutMembers(ADMIN, "test:nowhere", null, null)));
        var admin = rig.await(() -> rig.spaces.putMembers(new PutMembers(ADMIN, rig.space, null, null)));

        // Then
        assertThat(List.of(editor.code(), stranger.code(), nowhere.code()))
                .containsExactly(FORBIDDEN, NOT_FOUND, NOT_FOUND);
        assertThat(admin.members()).hasSize(4);
    }

    @Test
    default void the_strongest_role_of_user_and_groups_counts() {
        // Given
        var rig = rig();
        var carolOfStaff = new Actor("carol", List.of("staff"), null);

        // When
        var roles = List.of(ADMIN, MANAGER, EDITOR, OTHER_EDITOR, VIEWER, carolOfStaff).stream()
                .map(actor -> access(rig, actor, rig.space).role())
                .toList();

        // Then
        assertThat(roles)
                .containsExactly(Role.MANAGER, Role.MANAGER, Role.EDITOR, Role.EDITOR, Role.VIEWER, Role.EDITOR);
        assertThat(access(rig, STRANGER, rig.space)).isEqualTo(new Access(null, 1));
        assertThat(access(rig, ADMIN, "test:nowhere")).isEqualTo(new Access(null, 0));
    }

    @Test
    default void everybody_lists_the_spaces_that_he_may_read() {
        // Given
        var rig = rig();
        put(rig, new PutSpace(ADMIN, "other" + rig.space, "Other", null, Map.of("user:carol", Role.EDITOR)));

        // When
        var carols = spaces(rig, VIEWER, "other" + "test");
        var strangers = spaces(rig, STRANGER, null);
        var admins = spaces(rig, ADMIN, "test");

        // Then
        assertThat(carols).contains(new Spaces.Summary("other" + rig.space, "Other", Role.EDITOR));
        assertThat(carols).extracting(Spaces.Summary::space).isSorted().allMatch(id -> id.startsWith("othertest:"));
        assertThat(strangers).extracting(Spaces.Summary::space).doesNotContain(rig.space);
        assertThat(admins).contains(new Spaces.Summary(rig.space, "Space", Role.MANAGER));
    }

    @Test
    default void people_are_found_by_a_part_of_their_names() {
        // Given
        var rig = rig();
        var mark = "q" + System.nanoTime();
        for (var name : List.of("B_" + mark, "a%" + mark, "c" + mark)) {
            rig.await(() -> store().accounts()
                    .putAccount(new StoredAccount(name, "hash", "Shown X" + name, List.of("staff"), null), true));
        }
        // When
        var all = rig.await(() -> store().accounts().searchAccounts(mark.toUpperCase(Locale.ROOT), 2));
        var shown = rig.await(() -> store().accounts().searchAccounts("xa%" + mark, 25));
        var wild = rig.await(() -> store().accounts().searchAccounts("%" + mark + "%", 25));
        // Then
        assertThat(all).extracting(FoundAccounts.Person::user).containsExactly("B_" + mark, "a%" + mark);
        assertThat(shown).containsExactly(new FoundAccounts.Person("a%" + mark, "Shown Xa%" + mark));
        assertThat(wild).isEmpty();
    }

    @Test
    default void an_account_is_replaced_unless_it_may_only_be_created() {
        // Given
        var rig = rig();
        var name = "user-of-" + rig.space;
        var first = new StoredAccount(name, "hash 1", "First", List.of("staff", "admin"), null);
        var second = new StoredAccount(name, "hash 2", "Second", List.of(), 100L);

        // When
        var absent = rig.await(() -> store().accounts().findAccount(name));
        var created = rig.await(() -> store().accounts().putAccount(first, true));
        var kept = rig.await(() -> store().accounts().putAccount(second, true));
        var replaced = rig.await(() -> store().accounts().putAccount(second, false));

        // Then
        assertThat(absent).isEmpty();
        assertThat(List.of(created, kept)).containsOnly(first);
        assertThat(replaced).isEqualTo(second);
        assertThat(rig.await(() -> store().accounts().findAccount(name))).contains(second);
    }

    private static Space put(Rig rig, PutSpace request) {
        return rig.await(() -> rig.spaces.put(request));
    }

    private static Access access(Rig rig, Actor actor, String space) {
        return rig.await(() -> rig.spaces.checkAccess(new CheckAccess(actor, space)));
    }

    private static List<Spaces.Summary> spaces(Rig rig, Actor actor, @Nullable String wire) {
        return rig.await(() -> rig.spaces.list(new ListSpaces(actor, wire))).spaces();
    }
}
