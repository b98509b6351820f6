package io.lockstep.metadata;

import io.lockstep.contract.metadata.FoundAccounts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Accounts in PostgreSQL. */
final class PgAccountStore implements AccountStore {
    private static final String FIND_ACCOUNT = Sql.of("findAccount");
    private static final String PUT_ACCOUNT = Sql.of("putAccount");
    private static final String SEARCH_ACCOUNTS = Sql.of("searchAccounts");

    private final Database database;

    PgAccountStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<StoredAccount>> findAccount(String name) {
        return database.query(FIND_ACCOUNT, Tuple.of(name))
                .map(rows -> PgRows.items(rows, "name", PgAccountStore::account).stream()
                        .findFirst());
    }

    @Override
    public Future<StoredAccount> putAccount(StoredAccount account, boolean onlyIfAbsent) {
        var parameters = Tuple.tuple()
                .addString(account.name())
                .addString(account.passwordHash())
                .addString(account.displayName())
                .addArrayOfString(account.groups().toArray(String[]::new))
                .addLong(account.quotaBytes())
                .addBoolean(onlyIfAbsent);
        return database.query(PUT_ACCOUNT, parameters)
                .map(rows -> account(rows.iterator().next()));
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
