package io.lockstep.deploy.delivery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Compares what clients saw and writers were told with what is in the database at the end; each finding is a sentence that
 * names the broken promise.
 *
 * <ul>
 *   <li>I1: an acknowledged write is in the feed, and its document in the database;
 *   <li>I2: every client is told each change of a space once, in order, or to read anew;
 *   <li>I3: what a client has made of it is what the database has;
 *   <li>I7: nobody is told of what was written after he had been removed;
 *   <li>I9: after the last write everybody gets to the head;
 *   <li>I10: numbers never go back.
 * </ul>
 *
 * @param databases by space
 */
public record Checker(
        Map<String, Database> databases, List<ClientLog> clients, List<Acknowledged> writes, List<Removal> removals) {
    private static final int MAX_FINDINGS_PER_KIND = 10;

    public List<String> findings() {
        var all = new ArrayList<String>();
        add(all, "I1", lostWrites());
        add(all, "I2", disorders());
        add(all, "I3", wrongReplicas());
        add(all, "I7", unauthorised());
        add(all, "I10", stepsBack());
        return all;
    }

    private static void add(List<String> all, String promise, List<String> found) {
        found.stream().limit(MAX_FINDINGS_PER_KIND).forEach(finding -> all.add(promise + " " + finding));
        if (found.size() > MAX_FINDINGS_PER_KIND) {
            all.add(promise + " and " + (found.size() - MAX_FINDINGS_PER_KIND) + " more");
        }
    }

    List<String> lostWrites() {
        var found = new ArrayList<String>();
        var taken = new HashSet<List<Object>>();
        var feeds = feeds();
        writes.forEach(write -> {
            var change = Objects.requireNonNull(feeds.get(write.space())).get(write.seq());
            if (change == null
                    || !change.document().equals(write.document())
                    || change.revision() != write.revision()) {
                found.add("not in the feed: " + write);
            }
            if (!taken.add(List.of(write.space(), write.seq()))) {
                found.add("another write has the same number: " + write);
            }
        });
        databases.values().forEach(database -> {
            var replica = new Replica();
            replica.take(new Seen.Loaded(database.space(), Map.of()));
            database.feed().forEach(replica::take);
            replica.unread().forEach(id -> replica.documents().remove(id));
            var others = new HashMap<>(database.documents());
            others.keySet().removeAll(replica.unread());
            found.addAll(differences("the feed of " + database.space(), replica.documents(), others));
        });
        return found;
    }

    List<String> disorders() {
        var found = new ArrayList<String>();
        var seqs = new HashMap<String, Map<String, List<Long>>>();
        var feeds = feeds();
        databases.forEach((space, database) -> seqs.put(space, database.seqsByDocument()));
        for (var client : clients) {
            bySpace(client).forEach((space, entries) -> {
                var course = new Course(
                        Objects.requireNonNull(feeds.get(space)),
                        Objects.requireNonNull(seqs.get(space)),
                        finding -> found.add(client + " in " + space + ": " + finding));
                entries.forEach(entry -> course.take(entry.seen()));
                course.end(database(space).head());
            });
        }
        return found;
    }

    List<String> wrongReplicas() {
        var found = new ArrayList<String>();
        for (var client : clients) {
            bySpace(client).forEach((space, entries) -> {
                var replica = new Replica();
                entries.forEach(entry -> replica.take(entry.seen()));
                var who = client + " in " + space;
                if (replica.isStale()) {
                    found.add(who + " never had the documents");
                } else {
                    found.addAll(differences(
                            who, replica.documents(), database(space).documents()));
                    replica.unread().forEach(id -> found.add(who + " never read " + id));
                }
            });
        }
        return found;
    }

    private static List<String> differences(
            String who, Map<String, Seen.Document> has, Map<String, Seen.Document> database) {
        var ids = new TreeSet<>(has.keySet());
        ids.addAll(database.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(has.get(id), database.get(id)))
                .map(id -> who + " has of " + id + " " + has.get(id) + ", the database " + database.get(id))
                .toList();
    }

    List<String> unauthorised() {
        var found = new ArrayList<String>();
        var bySpace = removals.stream().collect(groupingBy(removal -> removal.user() + " " + removal.space()));
        for (var client : clients) {
            for (var entry : client.entries()) {
                if (entry.seen() instanceof Seen.Changed change) {
                    bySpace.getOrDefault(client.user() + " " + change.space(), List.of()).stream()
                            .filter(out -> change.seq() > out.head()
                                    && entry.nanos() > out.answeredNanos()
                                    && entry.nanos() < out.backNanos())
                            .forEach(out -> found.add(client + " was told of " + change + " in spite of " + out));
                }
            }
        }
        return found;
    }

    List<String> stepsBack() {
        var found = new ArrayList<String>();
        databases.values().forEach(database -> {
            var revisions = new HashMap<String, Long>();
            long before = 0;
            for (var change : database.feed()) {
                if (change.seq() != before + 1) {
                    found.add("the feed of " + database.space() + " goes from " + before + " to " + change.seq());
                }
                before = change.seq();
                var revision = revisions.put(change.document(), change.revision());
                if (revision != null && revision >= change.revision()) {
                    found.add("a revision went back from " + revision + ": " + change);
                }
            }
        });
        writes.stream().collect(groupingBy(Acknowledged::space)).values().forEach(ofSpace -> {
            var asked = ofSpace.stream()
                    .sorted(Comparator.comparingLong(Acknowledged::askedNanos))
                    .toList();
            var answered = ofSpace.stream()
                    .sorted(Comparator.comparingLong(Acknowledged::answeredNanos))
                    .toList();
            long highest = 0;
            int next = 0;
            for (var write : asked) {
                while (answered.get(next).answeredNanos() < write.askedNanos()) {
                    highest = Math.max(highest, answered.get(next++).seq());
                }
                if (write.seq() <= highest) {
                    found.add("answered after " + highest + " had been: " + write);
                }
            }
        });
        return found;
    }

    private Database database(String space) {
        return Objects.requireNonNull(databases.get(space));
    }

    private Map<String, Map<Long, Seen.Changed>> feeds() {
        return databases.values().stream()
                .collect(toMap(
                        Database::space,
                        database -> database.feed().stream()
                                .collect(toMap(Seen.Changed::seq, change -> change, (one, same) -> one))));
    }

    private static Map<String, List<ClientLog.Entry>> bySpace(ClientLog client) {
        return client.entries().stream()
                .collect(groupingBy(entry -> entry.seen().space()));
    }
}
