package io.lockstep.deploy.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A client that listens to some spaces by one transport, leaves after a while with or without a word, and comes back by
 * another one with the cursors that it has. Some read slowly. Everything that it sees is in its log.
 */
final class Viewer extends VerticleBase {
    private static final TransportKind[] KINDS = TransportKind.values();
    private static final int AGAIN_MS = 300;

    private final String name;
    private final String user;
    private final String token;
    private final Api api;
    private final Random random;
    private final boolean isSlow;
    private final int patienceMillis;
    private final Sightings sightings;
    private final List<View> views;
    private final List<ClientLog.Entry> log = new ArrayList<>();
    private @Nullable Visit visit;
    private boolean isStaying;
    private boolean hasLeftForGood;

    /**
     * @param isSlow whether he keeps stopping to read for a while
     * @param patienceMillis after so long without a word he comes by another connection; 0 for never
     */
    Viewer(
            String name,
            String user,
            String token,
            Api api,
            List<String> spaces,
            long seed,
            boolean isSlow,
            int patienceMillis,
            Sightings sightings) {
        this.name = name;
        this.user = user;
        this.token = token;
        this.api = api;
        this.views = spaces.stream().map(View::new).toList();
        this.random = new Random(seed);
        this.isSlow = isSlow;
        this.patienceMillis = patienceMillis;
        this.sightings = sightings;
    }

    @Override
    public Future<?> start() {
        later(random.nextInt(500), this::come);
        return Future.succeededFuture();
    }

    /** From now on he does not leave, and reads. */
    Future<Void> stay() {
        return onLoop(() -> {
            isStaying = true;
            if (visit != null) {
                visit.link.resume();
            }
            return null;
        });
    }

    /** Where he is not at the head of; empty when he has everything. */
    Future<List<String>> behind(Map<String, Long> heads) {
        return onLoop(() -> views.stream()
                .filter(view -> !view.isAt(Objects.requireNonNull(heads.get(view.space))))
                .map(view -> name + " by " + (visit == null ? "nothing" : visit.kind) + " in " + view)
                .toList());
    }

    Future<ClientLog> leaveForGood() {
        return onLoop(() -> {
            hasLeftForGood = true;
            var leaving = visit;
            visit = null;
            if (leaving != null) {
                leaving.link.close(true);
            }
            return new ClientLog(name, user, List.copyOf(log));
        });
    }

    private <T> Future<T> onLoop(Callable<T> work) {
        var promise = Promise.<T>promise();
        context.runOnContext(now -> {
            try {
                promise.complete(work.call());
            } catch (Exception broken) {
                promise.fail(broken);
            }
        });
        return promise.future();
    }

    private void later(int millis, Runnable work) {
        vertx.setTimer(Math.max(1, millis), now -> {
            if (!hasLeftForGood) {
                work.run();
            }
        });
    }

    private void saw(Seen seen) {
        var shared = sightings.shared(seen);
        log.add(new ClientLog.Entry(System.nanoTime(), shared));
        view(seen.space()).replica.take(shared);
    }

    private View view(String space) {
        return views.stream()
                .filter(view -> view.space.equals(space))
                .findFirst()
                .orElseThrow();
    }

    // Coming and going

    private void come() {
        if (visit == null) {
            var kind = KINDS[random.nextInt(KINDS.length)];
            visit = new Visit(kind);
            if (patienceMillis > 0) {
                later(patienceMillis, visit::losePatience);
            }
            later(500 + random.nextInt(4_000), visit::leave);
            if (isSlow || random.nextInt(8) == 0) {
                later(random.nextInt(1_000), visit::stopReading);
            }
        }
    }

    /** One time that he is there: what comes from a connection that he has left is not heard. */
    private final class Visit implements Link.Listener {
        final TransportKind kind;
        final Link link;
        private boolean hasOpened;
        private boolean hasHeard;

        Visit(TransportKind kind) {
            this.kind = kind;
            this.link = kind.open(api.byOne(random), token, "s" + Long.toString(random.nextLong(1L << 40), 36), this);
            if (!kind.isBridge()) {
                context.runOnContext(now -> opened());
            }
        }

        boolean isOver() {
            return visit != this;
        }

        void leave() {
            if (!isOver() && !isStaying) {
                end(random.nextBoolean());
                later(random.nextInt(3) == 0 ? 1 : random.nextInt(2_000), Viewer.this::come);
            }
        }

        /** A network that is gone says nothing, not even that. */
        void losePatience() {
            if (isOver()) {
                return;
            }
            if (hasHeard) {
                hasHeard = false;
                later(patienceMillis, this::losePatience);
            } else {
                ended("silent");
            }
        }

        private void end(boolean isPolite) {
            visit = null;
            link.close(isPolite);
            for (var view : views) {
                view.isListening = false;
                view.isWaitingToListen = false;
                if (view.cursor != null) {
                    saw(new Seen.Left(view.space));
                }
            }
        }

        void stopReading() {
            if (!isOver() && !isStaying) {
                link.pause();
                later(1_000 + random.nextInt(1_000), () -> {
                    if (!isOver()) {
                        link.resume();
                        if (isSlow) {
                            later(500, this::stopReading);
                        }
                    }
                });
            }
        }

        @Override
        public void opened() {
            if (hasOpened) {
                // The server has forgotten the session, and made another one of the same name.
                ended("opened again");
            } else if (!isOver()) {
                hasOpened = true;
                views.forEach(this::listen);
            }
        }

        @Override
        public void ended(String why) {
            if (!isOver()) {
                sightings.count("ended: " + why);
                end(false);
                later(AGAIN_MS, Viewer.this::come);
            }
        }

        private void listen(View view) {
            var cursor = view.cursor;
            if (cursor != null) {
                saw(new Seen.Joined(view.space, kind.name(), Api.seq(cursor)));
                view.isListening = true;
                link.listen(view.space, cursor);
                load(view);
            } else if (kind.isBridge() && random.nextBoolean()) {
                view.isListening = true;
                link.listen(view.space, null);
            } else {
                api.documents(token, view.space)
                        .onSuccess(found -> loadedFirst(view, found))
                        .onFailure(failure -> listenAgain(view));
            }
        }

        private void loadedFirst(View view, Optional<Api.Listing> found) {
            if (!isOver() && found.isPresent()) {
                var listing = found.get();
                view.cursor = listing.cursor();
                saw(new Seen.Loaded(view.space, listing.documents()));
                listen(view);
            } else {
                listenAgain(view);
            }
        }

        private void listenAgain(View view) {
            if (!isOver() && !view.isWaitingToListen) {
                view.isWaitingToListen = true;
                later(AGAIN_MS + random.nextInt(AGAIN_MS), () -> {
                    if (!isOver()) {
                        view.isWaitingToListen = false;
                        listen(view);
                    }
                });
            }
        }

        @Override
        public void refused(String space, int status) {
            if (isOver()) {
                return;
            }
            sightings.count("refused with " + status);
            var view = view(space);
            if (view.isListening) {
                view.isListening = false;
                saw(new Seen.Refused(space, "by " + kind + " with status " + status));
            }
            listenAgain(view);
        }

        @Override
        public void event(String space, JsonObject event) {
            if (isOver()) {
                return;
            }
            hasHeard = true;
            var view = view(space);
            switch (event.getString("type")) {
                case "changed" -> {
                    view.cursor = event.getString("cursor");
                    saw(Sightings.changed(event));
                    read(view);
                }
                case "resync" -> {
                    view.cursor = event.getString("cursor");
                    view.fresh++;
                    saw(new Seen.Resync(space, event.getString("reason"), Api.seq(view.cursor)));
                    load(view);
                }
                case "snapshot" -> {
                    if (view.cursor == null) {
                        view.cursor = event.getString("cursor");
                        saw(new Seen.Joined(space, kind.name(), Api.seq(view.cursor)));
                        load(view);
                    }
                }
                case "revoked" -> refused(space, 403);
                default -> sightings.count("heard of " + event.getString("type"));
            }
        }
    }

    // Reading

    /** Loads the documents if they are not known any more. */
    private void load(View view) {
        if (view.replica.isStale() && !view.isLoading) {
            view.isLoading = true;
            var before = view.fresh;
            api.documents(token, view.space).onComplete(done -> {
                view.isLoading = false;
                if (before != view.fresh) {
                    load(view);
                } else if (done.succeeded() && done.result().isPresent()) {
                    saw(new Seen.Loaded(view.space, done.result().get().documents()));
                    read(view);
                } else {
                    later(AGAIN_MS, () -> load(view));
                }
            });
        }
    }

    /** Reads the documents whose changes were too large to be told. */
    private void read(View view) {
        var unread = view.replica.unread();
        if (view.isReading || view.replica.isStale() || unread.isEmpty()) {
            return;
        }
        view.isReading = true;
        var id = unread.iterator().next();
        api.document(token, view.space, id).onComplete(done -> {
            view.isReading = false;
            if (done.succeeded()) {
                saw(new Seen.Read(view.space, id, done.result()));
                read(view);
            } else {
                later(AGAIN_MS, () -> read(view));
            }
        });
    }
}
