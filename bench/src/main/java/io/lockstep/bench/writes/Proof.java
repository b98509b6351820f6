package io.lockstep.bench.writes;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.lockstep.bench.Lines;
import io.lockstep.bench.PgProbe;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Whether the database holds what was acknowledged, no more and no less: of each document the revision and the title, of
 * each space the seq and as many changes, without a gap.
 *
 * @param writes that were acknowledged, by whatever driver, warm-up included
 * @param lies what is not so
 */
record Proof(long writes, List<String> lies) {
    private static final String DOCUMENTS =
            "select space, id, revision, fields ->> '" + Slot.FIELD + "' as title from document where not deleted";
    private static final String FEEDS =
            "select id, space.seq, count(change.seq) as changes, coalesce(max(change.seq), 0)"
                    + " as last from space left join change on change.space = space.id group by id";

    Proof {
        lies = List.copyOf(lies);
    }

    /** The documents were created by one write each, which is not among the acknowledged. */
    static Proof of(List<Slot> slots, PgProbe postgres) throws TimeoutException {
        var lies = new ArrayList<String>();
        var documents = rows(postgres, DOCUMENTS, row -> row.getString("space") + "/" + row.getString("id"));
        for (var slot : slots) {
            var row = documents.get(slot.space() + "/" + slot.document());
            if (row == null
                    || row.getLong("revision") != slot.acknowledged() + 1
                    || !row.getString("title").equals(slot.title())) {
                lies.add(Lines.format(
                        "%s/%s: %d writes to '%s' were acknowledged, there is %s",
                        slot.space(),
                        slot.document(),
                        slot.acknowledged(),
                        slot.title(),
                        row == null ? "nothing" : row.deepToString()));
            }
        }
        var feeds = rows(postgres, FEEDS, row -> row.getString("id"));
        var written = slots.stream().collect(groupingBy(Slot::space, summingLong(slot -> slot.acknowledged() + 1)));
        written.forEach((space, changes) -> {
            var row = feeds.get(space);
            if (row == null
                    || !changes.equals(row.getLong("seq"))
                    || !changes.equals(row.getLong("changes"))
                    || !changes.equals(row.getLong("last"))) {
                lies.add(Lines.format(
                        "%s: %d changes were acknowledged, there is %s",
                        space, changes, row == null ? "nothing" : row.deepToString()));
            }
        });
        return new Proof(slots.stream().mapToLong(Slot::acknowledged).sum(), lies);
    }

    private interface Key {
        String of(Row row);
    }

    private static Map<String, Row> rows(PgProbe postgres, String sql, Key key) throws TimeoutException {
        var rows = new HashMap<String, Row>();
        postgres.query(sql, Tuple.tuple()).forEach(row -> rows.put(key.of(row), row));
        return rows;
    }
}
