package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Spaces and members in PostgreSQL. */
final class PgSpaceStore implements SpaceStore {
    private static final String FIND_SPACE = Sql.of("findSpace");
    private static final String LIST_SPACES = Sql.of("listSpaces");
    private static final String LOCK_SPACE = Sql.of("lockSpace");
    private static final String READ_SPACE = Sql.of("readSpace");
    private static final String INSERT_SPACE = Sql.of("insertSpace");
    private static final String CHANGE_SPACE = Sql.of("changeSpace");
    private static final String REMOVE_MEMBERS = Sql.of("removeMembers");
    private static final String PUT_MEMBERS = Sql.of("putMembers");

    private static final String LOCK_SPACES_TO_RENEW = Sql.of("lockSpacesToRenew");
    private static final String RENEW_SPACES = Sql.of("renewSpaces");

    private final Database database;
    private final AccessChecks accessChecks;

    PgSpaceStore(Database database) {
        this.database = database;
        this.accessChecks = new AccessChecks(database);
    }

    @Override
    public Future<Optional<Space>> findSpace(Actor actor, String space) {
        return database.query(FIND_SPACE, asking(actor, space)).map(rows -> {
            for (var row : rows) {
                return Optional.of(stored(row).seenAs(Role.ofJson(row.getString("role"))));
            }
            return Optional.empty();
        });
    }

    @Override
    public Future<Spaces> listSpaces(Actor actor, @Nullable String wire) {
        var parameters = Tuple.tuple()
                .addArrayOfString(actor.principals().toArray(String[]::new))
                .addBoolean(actor.isAdmin())
                .addString(wire);
        return database.query(LIST_SPACES, parameters).map(rows -> {
            var spaces = new ArrayList<Spaces.Summary>();
            rows.forEach(row -> spaces.add(new Spaces.Summary(
                    row.getString("space"), row.getString("title"), Role.ofJson(row.getString("role")))));
            return new Spaces(spaces);
        });
    }

    @Override
    public Future<Access> checkAccess(Actor actor, String space) {
        return accessChecks.ask(actor, space);
    }

    @Override
    public Future<Update> updateSpace(String space, Function<Optional<StoredSpace>, StoredSpace> rule) {
        return database.transaction(connection -> lockSpace(connection, space)
                .map(before -> new Update(before, rule.apply(before)))
                .compose(update -> store(connection, update)
                        .compose(stored -> readSpace(connection, space))
                        .map(after -> new Update(update.before(), after.orElseThrow()))));
    }

    @Override
    public Future<Integer> renewSpaces(@Nullable String space, long step) {
        return database.transaction(connection -> connection
                .preparedQuery(LOCK_SPACES_TO_RENEW)
                .execute(Tuple.of(space))
                .compose(locked -> connection.preparedQuery(RENEW_SPACES).execute(Tuple.of(space, step)))
                .map(renewed -> renewed.rowCount()));
    }

    /** The members are read after the lock is held: before, somebody else may still be changing them. */
    private static Future<Optional<StoredSpace>> lockSpace(SqlConnection connection, String space) {
        return connection
                .preparedQuery(LOCK_SPACE)
                .execute(Tuple.of(space))
                .compose(locked -> readSpace(connection, space));
    }

    private static Future<Optional<StoredSpace>> readSpace(SqlConnection connection, String space) {
        return connection.preparedQuery(READ_SPACE).execute(Tuple.of(space)).map(rows -> {
            for (var row : rows) {
                return Optional.of(stored(row));
            }
            return Optional.empty();
        });
    }

    private static Future<Void> store(SqlConnection connection, Update update) {
        return update.before().isEmpty()
                ? insertSpace(connection, update.after()).compose(done -> putMembers(connection, update.after()))
                : changeSpace(connection, update.after())
                        .compose(done -> update.changedAccess() ? putMembers(connection, update.after()) : done());
    }

    private static Future<Void> insertSpace(SqlConnection connection, StoredSpace space) {
        var head = space.head();
        return connection
                .preparedQuery(INSERT_SPACE)
                .execute(Tuple.of(
                        head.space(),
                        space.title(),
                        definitions(space.fields()),
                        head.epoch(),
                        head.accessVersion(),
                        head.lastUpdate().atOffset(ZoneOffset.UTC),
                        space.owner()))
                .mapEmpty();
    }

    private static Future<Void> changeSpace(SqlConnection connection, StoredSpace space) {
        var head = space.head();
        return connection
                .preparedQuery(CHANGE_SPACE)
                .execute(Tuple.of(
                        head.space(), space.title(), definitions(space.fields()), head.accessVersion(), space.owner()))
                .mapEmpty();
    }

    private static Future<Void> putMembers(SqlConnection connection, StoredSpace space) {
        var members = List.copyOf(space.grants().members().entrySet());
        var id = space.head().space();
        var principals = members.stream().map(Map.Entry::getKey).toArray(String[]::new);
        var roles = members.stream().map(member -> member.getValue().json()).toArray(String[]::new);
        var remaining = Tuple.tuple().addString(id).addArrayOfString(principals);
        var given = Tuple.tuple().addString(id).addArrayOfString(principals).addArrayOfString(roles);
        return connection
                .preparedQuery(REMOVE_MEMBERS)
                .execute(remaining)
                .compose(removed -> connection.preparedQuery(PUT_MEMBERS).execute(given))
                .mapEmpty();
    }

    /** The first parameters of every statement that somebody asks for: the space, and who he is. */
    static Tuple asking(Actor actor, String space) {
        return Tuple.tuple()
                .addString(space)
                .addArrayOfString(actor.principals().toArray(String[]::new))
                .addBoolean(actor.isAdmin());
    }

    private static StoredSpace stored(Row row) {
        return new StoredSpace(
                PgRows.head(row),
                row.getString("title"),
                PgRows.definitions(row.getJsonArray("fields")),
                new Grants(PgRows.members(row.getJsonObject("members"))),
                row.getString("owner"),
                PgRows.usage(row));
    }

    private static JsonArray definitions(List<FieldDefinition> fields) {
        var json = new JsonArray();
        fields.stream().map(Json::toJson).forEach((JsonObject definition) -> json.add(definition));
        return json;
    }

    private static Future<Void> done() {
        return Future.succeededFuture();
    }
}
