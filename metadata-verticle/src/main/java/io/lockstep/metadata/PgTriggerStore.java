package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Lease;
import io.lockstep.contract.trigger.EnqueueJobs;
import io.lockstep.contract.trigger.Failures;
import io.lockstep.contract.trigger.FinishJob;
import io.lockstep.contract.trigger.ListFailures;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.RetryFailure;
import io.lockstep.contract.trigger.TakeJobs;
import io.lockstep.contract.trigger.TakenJobs;
import io.lockstep.contract.trigger.Trigger;
import io.lockstep.contract.trigger.TriggerWork;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Triggers, their jobs, and leases in PostgreSQL. */
final class PgTriggerStore implements TriggerStore {
    private static final String COUNT_CHANGE = Sql.of("countTriggerChange");
    private static final String PUT = Sql.of("putTrigger");
    private static final String LIST = Sql.of("listTriggers");
    private static final String DELETE = Sql.of("deleteTrigger");
    private static final String READ_VERSION = Sql.of("readTriggerVersion");
    private static final String LOCK_VERSION = Sql.of("lockTriggerVersion");
    private static final String LIST_ORDERS = Sql.of("listTriggerOrders");
    private static final String LIST_FEEDS = Sql.of("listTriggerFeeds");
    private static final String ADVANCE_CURSOR = Sql.of("advanceTriggerCursor");
    private static final String ADD_JOBS = Sql.of("addTriggerJobs");
    private static final String TAKE_JOBS = Sql.of("takeTriggerJobs");
    private static final String END_JOB = Sql.of("endTriggerJob");
    private static final String POSTPONE_JOB = Sql.of("postponeTriggerJob");
    private static final String LIST_FAILURES = Sql.of("listTriggerFailures");
    private static final String RETRY_JOBS = Sql.of("retryTriggerJobs");
    private static final String HOLD_LEASE = Sql.of("holdLease");
    private static final String RELEASE_LEASE = Sql.of("releaseLease");
    private static final int MAX_FEEDS = 1_000;

    private final Database database;

    PgTriggerStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Trigger> put(PutTrigger request, Set<String> spaces) {
        var asked = Tuple.tuple()
                .addString(request.trigger())
                .addArrayOfString(request.rules().toArray(String[]::new))
                .addLong(request.debounceMillis())
                .addString(request.webhook())
                .addString(request.secret())
                .addString(request.address())
                .addArrayOfString(spaces.toArray(String[]::new));
        return database.transaction(connection -> counted(connection)
                .compose(counted -> connection.preparedQuery(PUT).execute(asked))
                .map(rows -> trigger(rows.iterator().next())));
    }

    @Override
    public Future<List<Trigger>> list() {
        return database.query(LIST, Tuple.tuple()).map(rows -> PgRows.items(rows, "name", PgTriggerStore::trigger));
    }

    @Override
    public Future<Optional<Trigger>> delete(String name) {
        return database.transaction(connection -> counted(connection)
                .compose(counted -> connection.preparedQuery(DELETE).execute(Tuple.of(name)))
                .map(rows -> PgRows.items(rows, "name", PgTriggerStore::trigger).stream()
                        .findFirst()));
    }

    private static Future<?> counted(SqlConnection connection) {
        return connection.preparedQuery(COUNT_CHANGE).execute();
    }

    /** The version is read first: orders that are newer than it are given again the next time, and never older ones. */
    @Override
    public Future<TriggerWork> look(long known) {
        return database.query(READ_VERSION, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("version"))
                .compose(version -> orders(version != known)
                        .compose(orders -> database.query(LIST_FEEDS, Tuple.of(MAX_FEEDS))
                                .map(rows -> new TriggerWork(
                                        version, orders, PgRows.items(rows, "space", PgTriggerStore::feed)))));
    }

    private Future<@Nullable List<TriggerWork.Order>> orders(boolean areNew) {
        if (!areNew) {
            return Future.succeededFuture(null);
        }
        return database.query(LIST_ORDERS, Tuple.tuple())
                .map(rows -> PgRows.items(rows, "name", PgTriggerStore::order));
    }

    @Override
    public Future<Boolean> enqueue(EnqueueJobs request) {
        return database.transaction(connection -> connection
                .preparedQuery(LOCK_VERSION)
                .execute()
                .map(rows -> rows.iterator().next().getLong("version") == request.version())
                .compose(isKnown -> isKnown ? advance(connection, request) : Future.succeededFuture(false))
                .compose(isOurs -> isOurs ? add(connection, request) : Future.succeededFuture(false)));
    }

    private static Future<Boolean> advance(SqlConnection connection, EnqueueJobs request) {
        var to = Cursor.parse(request.to());
        var known = request.known() == null ? null : Cursor.parse(request.known());
        var asked = Tuple.of(
                request.space(),
                to.epoch(),
                to.seq(),
                known == null ? null : known.epoch(),
                known == null ? null : known.seq());
        return connection.preparedQuery(ADVANCE_CURSOR).execute(asked).map(rows -> rows.size() == 1);
    }

    private static Future<Boolean> add(SqlConnection connection, EnqueueJobs request) {
        if (request.jobs().isEmpty()) {
            return Future.succeededFuture(true);
        }
        var rows = new JsonArray();
        request.jobs()
                .forEach(job -> rows.add(new JsonObject()
                        .put("trigger", job.trigger())
                        .put("wait_millis", job.waitMillis())
                        .put("payload", job.payload())));
        return connection
                .preparedQuery(ADD_JOBS)
                .execute(Tuple.of(rows.encode()))
                .map(true);
    }

    @Override
    public Future<TakenJobs> take(TakeJobs request) {
        return database.query(TAKE_JOBS, Tuple.of(request.limit(), request.leaseMillis()))
                .map(rows -> new TakenJobs(PgRows.items(rows, "id", PgTriggerStore::job)));
    }

    @Override
    public Future<Boolean> finish(FinishJob request) {
        var finished = request.error() == null
                ? database.query(END_JOB, Tuple.of(request.job()))
                : database.query(
                        POSTPONE_JOB,
                        Tuple.of(request.job(), request.attempt(), request.error(), request.retryMillis()));
        return finished.map(rows -> rows.size() == 1);
    }

    @Override
    public Future<Failures> failures(ListFailures request) {
        long after = request.after() == null ? 0 : request.after();
        return database.query(LIST_FAILURES, Tuple.of(request.trigger(), after, request.limit()))
                .map(rows -> new Failures(PgRows.items(rows, "id", PgTriggerStore::failure)));
    }

    @Override
    public Future<Integer> retry(RetryFailure request) {
        return database.query(RETRY_JOBS, Tuple.of(request.trigger(), request.job()))
                .map(rows -> rows.size());
    }

    @Override
    public Future<Lease> hold(HoldLease request) {
        if (request.ttlMillis() == 0) {
            return database.query(RELEASE_LEASE, Tuple.of(request.name(), request.holder()))
                    .map(released -> new Lease(false, 0));
        }
        return database.query(HOLD_LEASE, Tuple.of(request.name(), request.holder(), request.ttlMillis()))
                .map(rows -> rows.size() == 0
                        ? new Lease(false, 0)
                        : new Lease(true, rows.iterator().next().getLong("fence")));
    }

    private static Trigger trigger(Row row) {
        return new Trigger(
                row.getString("name"),
                List.of(row.getArrayOfStrings("rules")),
                row.getLong("debounce_millis"),
                row.getString("webhook"),
                row.getString("address"),
                time(row, "created_at"));
    }

    private static TriggerWork.Order order(Row row) {
        var since = new HashMap<String, Long>();
        row.getJsonObject("since").forEach(entry -> since.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return new TriggerWork.Order(
                row.getString("name"), List.of(row.getArrayOfStrings("rules")), row.getLong("debounce_millis"), since);
    }

    private static TriggerWork.Feed feed(Row row) {
        var known = row.getLong("known_epoch");
        return new TriggerWork.Feed(
                row.getString("space"),
                known == null ? null : new Cursor(known, row.getLong("known_seq")).encode(),
                new Cursor(row.getLong("epoch"), row.getLong("seq")).encode());
    }

    private static TakenJobs.Job job(Row row) {
        return new TakenJobs.Job(
                row.getLong("id"),
                row.getString("trigger"),
                row.getInteger("attempts"),
                row.getString("webhook"),
                row.getString("secret"),
                row.getString("address"),
                time(row, "created_at"),
                row.getJsonObject("payload"));
    }

    private static Failures.Failure failure(Row row) {
        return new Failures.Failure(
                row.getLong("id"),
                row.getString("trigger"),
                row.getInteger("attempts"),
                row.getString("error"),
                time(row, "given_up_at"),
                row.getJsonObject("payload"));
    }

    private static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
