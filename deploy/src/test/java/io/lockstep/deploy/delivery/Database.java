package io.lockstep.deploy.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One space at the end, as an admin reads it over REST.
 *
 * @param feed all changes, in their order
 * @param documents those that there are
 */
record Database(String space, List<Seen.Changed> feed, Map<String, Seen.Document> documents) {
    long head() {
        return feed.isEmpty() ? 0 : feed.get(feed.size() - 1).seq();
    }

    /** For each document the numbers of its changes, rising. */
    Map<String, List<Long>> seqsByDocument() {
        var seqs = new HashMap<String, List<Long>>();
        feed.forEach(change -> seqs.computeIfAbsent(change.document(), added -> new ArrayList<>())
                .add(change.seq()));
        return seqs;
    }
}
