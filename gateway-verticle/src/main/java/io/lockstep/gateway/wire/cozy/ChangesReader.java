package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of {@code _changes} for one client, a batch at a time.
 *
 * <p>Who stands where the feed no longer reaches is given all documents first, and then what has changed since that list was
 * begun. What was deleted before that he is not told.
 */
final class ChangesReader {
    private static final int PAGE = 100;

    /** A batch ends when so many changes were looked at, unless it would be empty. */
    private static final int MAX_SCANNED = 10_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Metadata metadata;
    private final DataCall call;
    private final ChangesFilter filter;
    private final boolean withDocuments;

    ChangesReader(Metadata metadata, DataCall call, ChangesQuery query) {
        this.metadata = metadata;
        this.call = call;
        this.filter = query.filter();
        this.withDocuments = query.withDocuments();
    }

    /**
     * Some rows, in order.
     *
     * @param pending how many changes follow, at least
     */
    record Batch(List<ChangesRow> rows, Place next, long pending) {
        Batch {
            rows = List.copyOf(rows);
        }
    }

    // Where to begin

    /** The place that a client's {@code since} names; fails with BAD_REQUEST when it names none. */
    Future<Place> place(String since) {
        if (!since.equals("now") && !NUMBER.matcher(since).matches()) {
            return Place.parse(since)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Require.badRequest("Invalid since value '" + since + "'")));
        }
        return metadata.heads(new ListHeads(List.of(call.space())))
                .map(heads -> heads.heads().stream()
                        .findFirst()
                        .<Place>map(head -> place(since, head))
                        // Reading it will tell that there is no such space.
                        .orElseGet(() -> new Place.InFeed(null)));
    }

    private static Place place(String since, Heads.Head head) {
        if (since.equals("now")) {
            return new Place.InFeed(new Cursor(head.epoch(), head.seq()).encode());
        }
        long number = Long.parseLong(since);
        if (number > 0) {
            return new Place.InFeed(new Cursor(head.epoch(), number).encode());
        }
        var floor = head.floor();
        return floor == null || floor == 0 ? new Place.InFeed(null) : new Place.InList(null, null);
    }

    // Forward

    /** Up to {@code limit} rows; fewer only at the end, or when most of what follows is not for this client. */
    Future<Batch> read(Place from, int limit) {
        if (from instanceof Place.InList list) {
            return readList(list, limit);
        }
        return readFeed(((Place.InFeed) from).cursor(), new Gathered(limit))
                .recover(failure -> Requests.is(failure, FailureCode.CURSOR_GONE)
                        ? readList(new Place.InList(null, null), limit)
                        : Future.failedFuture(failure));
    }

    /** The rows so far: at most one for each document, the latest. */
    private static final class Gathered {
        final int limit;
        final LinkedHashMap<String, ChangesRow> rows = new LinkedHashMap<>();
        int scanned;

        Gathered(int limit) {
            this.limit = limit;
        }

        void add(ChangesRow row) {
            rows.remove(row.id());
            rows.put(row.id(), row);
        }

        boolean isFull() {
            return rows.size() >= limit;
        }

        boolean isEnough() {
            return scanned >= MAX_SCANNED && !rows.isEmpty();
        }
    }

    private Future<Batch> readFeed(@Nullable String cursor, Gathered gathered) {
        return page(cursor).compose(page -> {
            var changes = page.changes();
            for (int i = 0; i < changes.size(); i++) {
                var change = changes.get(i);
                row(change).ifPresent(gathered::add);
                if (gathered.isFull()) {
                    long pending = page.pending() + changes.size() - i - 1;
                    return batch(gathered, change.cursor(), pending);
                }
            }
            gathered.scanned += changes.size();
            return page.pending() == 0 || gathered.isEnough()
                    ? batch(gathered, page.cursor(), page.pending())
                    : readFeed(page.cursor(), gathered);
        });
    }

    private Optional<ChangesRow> row(Event.Changed change) {
        return filter.row(call.doctype(), change).map(row -> withDocuments ? row : row.withoutDocument());
    }

    private Future<Changes> page(@Nullable String cursor) {
        return metadata.changes(new ListChanges(call.actor(), call.space(), cursor, PAGE, null, null, true));
    }

    private static Future<Batch> batch(Gathered gathered, String cursor, long pending) {
        return Future.succeededFuture(
                new Batch(List.copyOf(gathered.rows.values()), new Place.InFeed(cursor), pending));
    }

    private Future<Batch> readList(Place.InList from, int limit) {
        var request = new ListDocuments(
                call.actor(), call.space(), from.after(), Math.min(limit, PAGE), null, null, null, null, null);
        return metadata.list(request).compose(page -> listed(from, page, limit));
    }

    private Future<Batch> listed(Place.InList from, DocumentPage page, int limit) {
        var cursor = from.cursor() == null ? page.cursor() : from.cursor();
        var next = Optional.ofNullable(page.next())
                .<Place>map(after -> new Place.InList(cursor, after))
                .orElseGet(() -> new Place.InFeed(cursor));
        var rows = new ArrayList<ChangesRow>();
        var documents = page.documents();
        for (int i = 0; i < documents.size(); i++) {
            // A reader who stops within a page is given it again.
            var place = i == documents.size() - 1 ? next : new Place.InList(from.cursor(), from.after());
            filter.row(call.doctype(), documents.get(i), place.text())
                    .map(row -> withDocuments ? row : row.withoutDocument())
                    .ifPresent(rows::add);
        }
        if (rows.size() < limit) {
            return read(next, limit - rows.size()).map(more -> {
                rows.addAll(more.rows());
                return new Batch(rows, more.next(), more.pending());
            });
        }
        return Future.succeededFuture(new Batch(rows, next, 1));
    }

    // Backward

    /** The last rows, the latest first. */
    Future<Batch> readBackward(int limit) {
        return backward(null, new LinkedHashMap<>(), limit);
    }

    private Future<Batch> backward(@Nullable String cursor, Map<String, ChangesRow> rows, int limit) {
        return page(cursor).compose(page -> {
            for (var change : page.changes()) {
                row(change).ifPresent(row -> {
                    rows.remove(row.id());
                    rows.put(row.id(), row);
                });
                if (rows.size() > limit) {
                    rows.remove(rows.keySet().iterator().next());
                }
            }
            if (page.pending() > 0) {
                return backward(page.cursor(), rows, limit);
            }
            var reversed = new ArrayList<ChangesRow>();
            rows.values().forEach(row -> reversed.add(0, row));
            var last = reversed.isEmpty()
                    ? page.cursor()
                    : reversed.get(reversed.size() - 1).seq();
            return Future.succeededFuture(new Batch(reversed, new Place.InFeed(last), 0));
        });
    }
}
