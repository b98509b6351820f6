package io.lockstep.metadata;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.lease.Leases;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.Written;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the metadata operations of the contract. Any number of instances may run, on one node or many: they meet in
 * PostgreSQL only.
 */
public final class MetadataVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataVerticle.class);
    private static final int PASSWORD_THREADS = 2;
    private static final long FORGET_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long FORGETTING_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final MetadataConfig config;
    private final TriggerDialect dialect;
    /** What stop() closes, the last opened first. */
    private final Deque<Supplier<Future<Void>>> opened = new ArrayDeque<>();

    private boolean isStopping;

    public MetadataVerticle(MetadataConfig config) {
        this(config, TriggerDialect.NONE);
    }

    /** With words for the rules of triggers, the same on all nodes. */
    public MetadataVerticle(MetadataConfig config, TriggerDialect dialect) {
        this.config = config;
        this.dialect = dialect;
    }

    @Override
    public Future<?> start() {
        return migrate().compose(migrated -> serve());
    }

    /** Answers the writes that were taken before it lets go of the store. */
    @Override
    public Future<?> stop() {
        isStopping = true;
        Future<?> closed = Future.succeededFuture();
        for (var close : opened) {
            closed = closed.eventually(close);
        }
        return closed;
    }

    private Future<?> migrate() {
        return config.migrate()
                ? vertx.executeBlocking(() -> Migrations.migrate(config.postgresUri()), false)
                : Future.succeededFuture();
    }

    private Future<?> serve() {
        var bus = new Bus(vertx);
        var locks = new Locks(bus);
        var events = new Events(bus);
        var clock = Clock.systemUTC();
        var store = PgMetadataStore.open(vertx, config);
        opened.push(store::close);
        var passwords = new BcryptPasswords(vertx, PASSWORD_THREADS);
        opened.push(passwords::close);

        var guard = new LockGuard(locks::check, config.whenLocksAreAway());
        var rules = new WriteRules(config.documentMaxBytes());
        var batches = new BatchCommit(guard, store.documents(), rules, events::publish, clock);
        var commits = commits(batches);
        var documents = new MetadataService(
                store.documents(),
                commits,
                new SharedReads((millis, task) -> vertx.setTimer(millis, timer -> task.run())),
                config.documentMaxBytes(),
                clock);
        var sources = new ReconcileService(store, commits, config.documentMaxBytes());
        opened.push(documents::close);
        var spaces = new SpaceService(store.spaces(), new SpaceRules(clock, MetadataVerticle::epoch), events::publish);
        var attachments = new AttachmentService(store.attachments(), clock);
        var accounts = new AccountService(store.accounts(), passwords, clock, events::publish);
        var triggers = new TriggerService(store.triggers(), dialect);
        var retention = store.retention(clock, config.feedRetention());
        var node = UUID.randomUUID().toString();
        forgetLater(() -> triggers.hold(new HoldLease("retention", node, FORGETTING_MILLIS))
                .compose(lease -> lease.held() ? retention.run() : Future.succeededFuture(0L)));

        return store.warm()
                .compose(warmed -> Future.all(List.of(
                        bus.serve(Metadata.READ, documents::read),
                        bus.serve(Metadata.LIST, documents::list),
                        bus.serve(Metadata.WRITE, documents::write),
                        bus.serve(Metadata.BATCH, documents::batch),
                        bus.serve(Metadata.COPY, documents::copy),
                        bus.serve(Metadata.DELETE, documents::delete),
                        bus.serve(Metadata.CHANGES, documents::changes),
                        bus.serve(Metadata.RECONCILE, sources::reconcile),
                        bus.serve(Metadata.SYNC, documents::sync),
                        bus.serve(Metadata.FLUSH, spaces::flush),
                        bus.serve(Metadata.HEADS, documents::heads),
                        bus.serve(Metadata.GET_SPACE, spaces::get),
                        bus.serve(Metadata.LIST_SPACES, spaces::list),
                        bus.serve(Metadata.PUT_SPACE, spaces::put),
                        bus.serve(Metadata.PUT_MEMBERS, spaces::putMembers),
                        bus.serve(Metadata.RENEW_SPACES, spaces::renew),
                        bus.serve(Metadata.CHECK_ACCESS, spaces::checkAccess),
                        bus.serve(Metadata.PUT_ATTACHMENT, attachments::put),
                        bus.serve(Metadata.READ_ATTACHMENT, attachments::read),
                        bus.serve(Metadata.AUTHENTICATE, accounts::authenticate),
                        bus.serve(Metadata.GET_ACCOUNT, accounts::get),
                        bus.serve(Metadata.PUT_ACCOUNT, accounts::put),
                        bus.serve(Metadata.SEARCH_ACCOUNTS, accounts::search),
                        bus.serve(Metadata.LIST_ACCOUNTS, accounts::list),
                        bus.serve(Metadata.CHANGE_ACCOUNT, accounts::change),
                        bus.serve(Metadata.REMOVE_ACCOUNT, accounts::remove),
                        bus.serve(Metadata.REVOKED, accounts::revoked),
                        bus.serve(Triggers.PUT, triggers::put),
                        bus.serve(Triggers.LIST, triggers::list),
                        bus.serve(Triggers.DELETE, triggers::delete),
                        bus.serve(Triggers.FAILURES, triggers::failures),
                        bus.serve(Triggers.RETRY, triggers::retry),
                        bus.serve(Triggers.LOOK, triggers::look),
                        bus.serve(Triggers.ENQUEUE, triggers::enqueue),
                        bus.serve(Triggers.TAKE, triggers::take),
                        bus.serve(Triggers.FINISH, triggers::finish),
                        bus.serve(Leases.HOLD, triggers::hold))));
    }

    /**
     * About every minute, and on each node at another moment, one of which does it; ends with the verticle. What fails is due
     * the next time.
     */
    private void forgetLater(Supplier<Future<Long>> retention) {
        long millis = FORGET_MILLIS / 2 + ThreadLocalRandom.current().nextLong(FORGET_MILLIS);
        vertx.setTimer(
                millis,
                timer -> retention.get().onComplete(ended -> {
                    if (ended.failed()) {
                        LOG.atDebug()
                                .addKeyValue(
                                        "reason", String.valueOf(ended.cause().getMessage()))
                                .log("old changes were not forgotten");
                    } else if (ended.result() > 0) {
                        LOG.atDebug().addKeyValue("count", ended.result()).log("old changes were forgotten");
                    }
                    if (!isStopping) {
                        forgetLater(retention);
                    }
                }));
    }

    private GroupCommit<Write, Written> commits(BatchCommit batches) {
        var limits = new GroupCommit.Limits(
                config.maxBatch(),
                config.maxBatchBytes(),
                config.maxWaiting(),
                config.maxWaitingBytes(),
                config.maxWait());
        return new GroupCommit<>(
                limits,
                Write::bytes,
                batches::commit,
                task -> context.runOnContext(turn -> task.run()),
                System::nanoTime);
    }

    private static long epoch() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
}
