package io.lockstep.deploy.seed;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a seed file holds. */
public record Seed(List<User> users, List<SeedSpace> spaces) {

    public Seed(@Nullable List<User> users, @Nullable List<SeedSpace> spaces) {
        this.users = users == null ? List.of() : List.copyOf(users);
        this.spaces = spaces == null ? List.of() : List.copyOf(spaces);
    }

    /** A user that anybody can sign in as who has read the list of users. */
    public Optional<String> userWithNameAsPassword() {
        return users.stream()
                .filter(user -> user.password().equals(user.name()))
                .map(User::name)
                .findFirst();
    }

    /** An account; {@code admin} puts it in the group of that name. */
    public record User(
            String name,
            String password,
            @Nullable String displayName,
            List<String> groups,
            boolean admin,
            @Nullable Long quotaBytes) {
        public User(
                String name,
                String password,
                @Nullable String displayName,
                @Nullable List<String> groups,
                boolean admin,
                @Nullable Long quotaBytes) {
            this.name = Require.name(name, "name");
            this.password = Require.present(password, "password");
            this.displayName = displayName;
            this.groups = groups == null ? List.of() : List.copyOf(groups);
            this.admin = admin;
            this.quotaBytes = quotaBytes;
        }

        PutAccount request() {
            var all = admin
                    ? Stream.concat(groups.stream(), Stream.of(Actor.ADMIN_GROUP))
                            .toList()
                    : groups;
            return new PutAccount(Actor.SYSTEM, name, password, displayName, all, quotaBytes, true);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "User[name=" + name + "]";
        }
    }

    /** A space with its documents. */
    public record SeedSpace(
            String id,
            @Nullable String title,
            Map<String, Role> members,
            List<FieldDefinition> fields,
            List<SeedDocument> documents) {
        public SeedSpace(
                String id,
                @Nullable String title,
                @Nullable Map<String, Role> members,
                @Nullable List<FieldDefinition> fields,
                @Nullable List<SeedDocument> documents) {
            this.id = SpaceId.check(id);
            this.title = title;
            this.members = members == null ? Map.of() : Map.copyOf(members);
            this.fields = fields == null ? List.of() : List.copyOf(fields);
            this.documents = documents == null ? List.of() : List.copyOf(documents);
            request();
        }

        /** Fails with BAD_REQUEST when a member is no principal. */
        @CanIgnoreReturnValue
        PutSpace request() {
            return new PutSpace(Actor.SYSTEM, id, title, fields, members);
        }

        List<WriteDocument> writes() {
            return documents.stream().map(document -> document.request(id)).toList();
        }
    }

    /** One document. */
    public record SeedDocument(String id, JsonObject fields, boolean readonly) {
        public SeedDocument(String id, @Nullable JsonObject fields, boolean readonly) {
            this.id = Require.name(id, "id");
            this.fields = fields == null ? new JsonObject() : fields;
            this.readonly = readonly;
        }

        WriteDocument request(String space) {
            return new WriteDocument(
                    Actor.SYSTEM, space, id, WriteMode.CREATE, fields, null, null, null, null, readonly ? true : null);
        }
    }
}
