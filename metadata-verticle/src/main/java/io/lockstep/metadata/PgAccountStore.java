package io.lockstep.metadata;

import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.Revoked;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
final class PgAccountStore implements AccountStore {
    private static final String FIND_ACCOUNT = Sql.of("findAccount");
    private static final String PUT_ACCOUNT = Sql.of("putAccount");
    private static final String SEARCH_ACCOUNTS = Sql.of("searchAccounts");

    private static final String LOCK_ACCOUNTS = Sql.of("lockAccounts");
    private static final String REVOKE = Sql.of("revoke");
    private static final String LIST_REVOKED = Sql.of("listRevoked");
    private static final String LIST_ACCOUNTS = Sql.of("listAccounts");
    private static final String DELETE_ACCOUNT = Sql.of("deleteAccount");
    private static final String LOCK_SPACES_OF = Sql.of("lockSpacesOf");
    private static final String REMOVE_FROM_SPACES = Sql.of("removeFromSpaces");
    private static final String COUNT_ACCESS_CHANGE = Sql.of("countAccessChange");

    private final Database database;

    PgAccountStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<StoredAccount>> findAccount(String name) {
        return database.query(FIND_ACCOUNT, Tuple.of(name)).map(PgAccountStore::first);
    }

    @Override
    public Future<StoredAccount> putAccount(StoredAccount account, boolean onlyIfAbsent) {
        return database.query(PUT_ACCOUNT, parameters(account, onlyIfAbsent))
                .map(rows -> account(rows.iterator().next()));
    }

    private static Tuple parameters(StoredAccount account, boolean onlyIfAbsent) {
        return Tuple.tuple()
                .addString(account.name())
                .addString(account.passwordHash())
                .addString(account.displayName())
                .addArrayOfString(account.groups().toArray(String[]::new))
                .addLong(account.quotaBytes())
                .addBoolean(onlyIfAbsent);
    }

    @Override
    public Future<StoredAccount> updateAccount(
            String name, Instant now, Function<Optional<StoredAccount>, Update> rule) {
        return database.transaction(connection -> execute(connection, LOCK_ACCOUNTS, Tuple.tuple())
                .compose(locked -> execute(connection, FIND_ACCOUNT, Tuple.of(name)))
                .map(PgAccountStore::first)
                .map(rule)
                .compose(update -> execute(connection, PUT_ACCOUNT, parameters(update.after(), false))
                        .compose(stored -> update.isRevoking() ? revoke(connection, name, now, false) : done())
                        .map(update.after())));
    }

    @Override
    public Future<Optional<Removal>> removeAccount(String name, Instant now) {
        return database.transaction(connection -> execute(connection, LOCK_ACCOUNTS, Tuple.tuple())
                .compose(locked -> execute(connection, DELETE_ACCOUNT, Tuple.of(name)))
                .compose(deleted -> deleted.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : revoke(connection, name, now, true)
                                .compose(revoked -> takeOut(
                                        connection,
                                        "user:" + name,
                                        deleted.iterator().next().getArrayOfStrings("groups")))
                                .map(Optional::of)));
    }

    /** Locks the spaces in the order in which writers do. */
    private static Future<Removal> takeOut(SqlConnection connection, String principal, String[] groups) {
        var principals = Stream.concat(
                        Stream.of(principal), Arrays.stream(groups).map(group -> "group:" + group))
                .toArray(String[]::new);
        return execute(connection, LOCK_SPACES_OF, Tuple.tuple().addArrayOfString(principals))
                .map(rows -> texts(rows, "id"))
                .compose(spaces -> execute(connection, REMOVE_FROM_SPACES, Tuple.of(principal))
                        .map(rows -> texts(rows, "space"))
                        .compose(own -> execute(
                                        connection,
                                        COUNT_ACCESS_CHANGE,
                                        Tuple.tuple().addArrayOfString(spaces.toArray(String[]::new)))
                                .map(rows -> removal(own, rows))));
    }

    private static Removal removal(List<String> own, RowSet<Row> rows) {
        var versions = new HashMap<String, Long>();
        rows.forEach(row -> versions.put(row.getString("space"), row.getLong("access_version")));
        return new Removal(own.stream().sorted().toList(), versions);
    }

    private static Future<Void> revoke(SqlConnection connection, String name, Instant now, boolean isGone) {
        return execute(connection, REVOKE, Tuple.of(name, now.atOffset(ZoneOffset.UTC), isGone))
                .mapEmpty();
    }

    @Override
    public Future<List<StoredAccount>> listAccounts(@Nullable String user, @Nullable String after, int limit) {
        return database.query(LIST_ACCOUNTS, Tuple.of(user, after, limit))
                .map(rows -> PgRows.items(rows, "name", PgAccountStore::account));
    }

    @Override
    public Future<Revoked> listRevoked(long since) {
        return database.query(LIST_REVOKED, Tuple.of(since)).map(rows -> {
            long version = since;
            var users = new ArrayList<Revoked.SignIns>();
            for (var row : rows) {
                version = row.getLong("version");
                users.add(new Revoked.SignIns(
                        row.getString("name"), row.getOffsetDateTime("at").toInstant()));
            }
            return new Revoked(version, users);
        });
    }

    private static Future<RowSet<Row>> execute(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }

    private static Future<Void> done() {
        return Future.succeededFuture();
    }

    private static List<String> texts(RowSet<Row> rows, String column) {
        var texts = new ArrayList<String>();
        rows.forEach(row -> texts.add(row.getString(column)));
        return texts;
    }

    private static Optional<StoredAccount> first(RowSet<Row> rows) {
        return PgRows.items(rows, "name", PgAccountStore::account).stream().findFirst();
    }

    @Override
    public Future<List<FoundAccounts.Person>> searchAccounts(String text, int limit) {
        return database.query(SEARCH_ACCOUNTS, Tuple.of(text, limit))
                .map(rows -> PgRows.items(
                        rows,
                        "name",
                        row -> new FoundAccounts.Person(row.getString("name"), row.getString("display_name"))));
    }

    private static StoredAccount account(Row row) {
        return new StoredAccount(
                row.getString("name"),
                row.getString("password_hash"),
                row.getString("display_name"),
                List.of(row.getArrayOfStrings("groups")),
                row.getLong("quota_bytes"));
    }
}
