package io.lockstep.gateway.fanout;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.ListPresence;
import io.lockstep.contract.event.PresenceReport;
import io.lockstep.contract.event.PresenceStates;
import io.lockstep.contract.event.PresentUser;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the spaces that this node watches, through itself and through others: what it says to them, what it makes of what
 * they say, and when its listeners are told. Has no I/O.
 *
 * <p>Each node numbers its steps with one clock, so a version is never given twice, and of two versions the higher is the
 * later. A step that does not follow what is known, and a head that is ahead of it, make this node ask; what is not ahead is
 * old and is ignored; a space that a later report does not name has no users there any more. So reports that are lost,
 * repeated or reordered are healed by the next one. A node that is not heard for {@value #SILENCE_MS} ms is gone with its
 * users. Confined to one event loop, the feed loop.
 */
final class PresenceBoard {
    static final long SILENCE_MS = 1_750;
    static final long TICK_MS = 100;

    /** After standing still itself for so much longer than a tick, this node gives the others the time that it missed. */
    private static final Duration MAX_LATENESS = Duration.ofMillis(250);

    private static final int MAX_USERS_PER_ANSWER = 5_000;

    private final String self;
    private final LongSupplier nanoTime;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final Map<Integer, List<PresenceReport.Change>> unsent = new HashMap<>();
    private final Set<String> unsaid = new LinkedHashSet<>();
    private final Set<String> unannounced = new LinkedHashSet<>();
    private final Map<String, Set<String>> wanted = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private Set<Integer> beating = Set.of();
    private long clock;
    private long tickedNanos;

    /** One watched space. */
    private static final class Room {
        final LocalPresence local = new LocalPresence();
        final SpacePresence all = new SpacePresence();
        final Audience audience = new Audience();
        final Map<String, Long> versions = new HashMap<>();
        final Set<String> changed = new LinkedHashSet<>();
        long version;
        long announcedNanos;
    }

    /** The watched spaces of one shard, and when which node was heard there. */
    private static final class Shard {
        final Set<String> spaces = new HashSet<>();
        final Map<String, Long> heardNanos = new HashMap<>();
    }

    /** What the listeners of a space are told now. */
    record Announcement(String space, List<String> topics, Signal.Presence presence) {}

    PresenceBoard(String self, LongSupplier nanoTime) {
        this.self = self;
        this.nanoTime = nanoTime;
        this.tickedNanos = nanoTime.getAsLong();
    }

    // Who comes and goes here

    /** @param isShown false for a listener whom others are not told of */
    void join(String space, Identity listener, @Nullable String document, boolean isShown) {
        var room = rooms.computeIfAbsent(space, this::open);
        room.audience.join(document);
        if (room.all.isMoreThanListed()) {
            // So that the newcomer learns how many there are.
            unannounced.add(space);
        }
        if (isShown && room.all.put(self, room.local.join(listener, document))) {
            changedHere(space, room, listener.user());
        }
    }

    void leave(String space, Identity listener, @Nullable String document, boolean isShown) {
        var room = rooms.get(space);
        if (room == null) {
            return;
        }
        if (isShown) {
            var isNews = room.local
                    .leave(listener, document)
                    .map(left -> room.all.put(self, left))
                    .orElseGet(() -> room.all.remove(self, listener.user()));
            if (isNews) {
                changedHere(space, room, listener.user());
            }
        }
        room.audience.leave(document);
        if (room.audience.isEmpty()) {
            close(space, room);
        }
    }

    private Room open(String space) {
        shards.computeIfAbsent(shard(space), added -> new Shard()).spaces.add(space);
        var room = new Room();
        room.announcedNanos = nanoTime.getAsLong() - Audience.MAX_PAUSE_NANOS;
        return room;
    }

    private void close(String space, Room room) {
        say(space, room);
        rooms.remove(space);
        unsaid.remove(space);
        unannounced.remove(space);
        var shard = Objects.requireNonNull(shards.get(shard(space)));
        shard.spaces.remove(space);
        if (shard.spaces.isEmpty()) {
            shards.remove(shard(space));
        }
    }

    private void changedHere(String space, Room room, String user) {
        room.changed.add(user);
        unsaid.add(space);
        unannounced.add(space);
    }

    List<Signal.Present> users(String space) {
        var room = rooms.get(space);
        return room == null ? List.of() : room.all.users();
    }

    // What this node says

    /** What changed here since it was asked before, by shard. */
    Map<Integer, PresenceReport> changes() {
        return reports(Set.of());
    }

    /** The same, and where this node stands, for each shard in which it has users or had some at the last beat. */
    Map<Integer, PresenceReport> beat() {
        var now = new TreeSet<Integer>();
        shards.forEach((number, shard) -> {
            if (shard.spaces.stream().anyMatch(space -> room(space).local.size() > 0)) {
                now.add(number);
            }
        });
        var telling = new TreeSet<>(beating);
        telling.addAll(now);
        beating = now;
        return reports(telling);
    }

    /** The last word of this node: it has no users any more. */
    Map<Integer, PresenceReport> farewell() {
        var last = new HashMap<Integer, PresenceReport>();
        var telling = new TreeSet<>(beating);
        telling.addAll(shards.keySet());
        telling.forEach(number -> last.put(number, new PresenceReport(self, clock + 1, List.of(), List.of())));
        return last;
    }

    private Map<Integer, PresenceReport> reports(Set<Integer> telling) {
        unsaid.forEach(space -> say(space, room(space)));
        unsaid.clear();
        var reports = new HashMap<Integer, PresenceReport>();
        unsent.forEach((number, changes) -> reports.put(number, new PresenceReport(self, clock, changes, null)));
        for (var number : telling) {
            reports.put(number, new PresenceReport(self, clock, unsent.getOrDefault(number, List.of()), heads(number)));
        }
        unsent.clear();
        return reports;
    }

    private void say(String space, Room room) {
        if (room.changed.isEmpty()) {
            return;
        }
        var present = new ArrayList<PresentUser>();
        var gone = new ArrayList<String>();
        room.changed.forEach(user -> room.local.find(user).ifPresentOrElse(present::add, () -> gone.add(user)));
        room.changed.clear();
        var change = new PresenceReport.Change(space, room.version, ++clock, present, gone);
        room.version = room.local.size() == 0 ? 0 : clock;
        unsent.computeIfAbsent(shard(space), added -> new ArrayList<>()).add(change);
    }

    private List<PresenceReport.Head> heads(int number) {
        var shard = shards.get(number);
        return shard == null
                ? List.of()
                : shard.spaces.stream()
                        .filter(space -> room(space).version != 0)
                        .map(space -> new PresenceReport.Head(space, room(space).version))
                        .toList();
    }

    /** Who is in these spaces through this node; to be asked after {@link #changes} has been sent. */
    PresenceStates states(ListPresence request) {
        var states = new ArrayList<PresenceStates.State>();
        int users = 0;
        for (var space : request.spaces()) {
            var room = rooms.get(space);
            states.add(
                    room == null || room.version == 0
                            ? new PresenceStates.State(space, clock, List.of())
                            : new PresenceStates.State(space, room.version, room.local.users()));
            users += 1 + (room == null ? 0 : room.local.size());
            if (users >= MAX_USERS_PER_ANSWER) {
                break;
            }
        }
        return new PresenceStates(states);
    }

    // What others say

    void received(int number, PresenceReport report) {
        var shard = shards.get(number);
        if (shard == null || report.node().equals(self)) {
            return;
        }
        shard.heardNanos.put(report.node(), nanoTime.getAsLong());
        report.changes().forEach(change -> step(report.node(), change));
        if (report.heads() != null) {
            compare(shard, report, report.heads());
        }
    }

    private void step(String node, PresenceReport.Change change) {
        var room = rooms.get(change.space());
        if (room == null || change.to() <= known(room, node)) {
            return;
        }
        if (change.from() != known(room, node)) {
            want(node, change.space());
            return;
        }
        var isNews = false;
        for (var user : change.gone()) {
            isNews |= room.all.remove(node, user);
        }
        for (var user : change.present()) {
            isNews |= room.all.put(node, user);
        }
        room.versions.put(node, change.to());
        told(change.space(), isNews);
    }

    private void compare(Shard shard, PresenceReport report, List<PresenceReport.Head> heads) {
        var versions = new HashMap<String, Long>();
        heads.forEach(head -> versions.put(head.space(), head.version()));
        for (var space : shard.spaces) {
            var room = room(space);
            var known = known(room, report.node());
            var version = versions.get(space);
            if (version == null) {
                if (known != 0 && report.clock() >= known) {
                    removeNode(space, room, report.node());
                }
            } else if (version > known) {
                want(report.node(), space);
            }
        }
    }

    private void removeNode(String space, Room room, String node) {
        room.versions.remove(node);
        told(space, room.all.replace(node, List.of()));
    }

    private void told(String space, boolean isNews) {
        if (isNews) {
            unannounced.add(space);
        }
    }

    private static long known(Room room, String node) {
        return room.versions.getOrDefault(node, 0L);
    }

    // What this node asks

    private void want(String node, String space) {
        wanted.computeIfAbsent(node, added -> new LinkedHashSet<>()).add(space);
    }

    /** Whom to ask for what; each node is asked one question at a time. */
    Map<String, ListPresence> questions() {
        var questions = new HashMap<String, ListPresence>();
        for (var node : List.copyOf(wanted.keySet())) {
            if (asked.add(node)) {
                questions.put(node, new ListPresence(List.copyOf(Objects.requireNonNull(wanted.remove(node)))));
            }
        }
        return questions;
    }

    /** What was not answered for lack of room is asked for again. */
    void answered(String node, ListPresence question, PresenceStates answer) {
        asked.remove(node);
        answer.states().forEach(state -> replace(node, state));
        question.spaces().stream().skip(answer.states().size()).forEach(space -> want(node, space));
    }

    /** The next beat finds again what is missing. */
    void unanswered(String node) {
        asked.remove(node);
    }

    private void replace(String node, PresenceStates.State state) {
        var room = rooms.get(state.space());
        var shard = shards.get(shard(state.space()));
        if (room == null
                || shard == null
                || !shard.heardNanos.containsKey(node)
                || state.version() < known(room, node)) {
            return;
        }
        if (state.users().isEmpty()) {
            removeNode(state.space(), room, node);
        } else {
            room.versions.put(node, state.version());
            told(state.space(), room.all.replace(node, state.users()));
        }
    }

    // Time

    /** To be called every {@value #TICK_MS} ms: finds the nodes that have fallen silent. */
    void tick() {
        var now = nanoTime.getAsLong();
        var late = now - tickedNanos - Duration.ofMillis(TICK_MS).toNanos();
        tickedNanos = now;
        for (var shard : shards.values()) {
            if (late > MAX_LATENESS.toNanos()) {
                shard.heardNanos.replaceAll((node, heard) -> heard + late);
            }
            shard.heardNanos.entrySet().removeIf(entry -> {
                var isSilent =
                        now - entry.getValue() > Duration.ofMillis(SILENCE_MS).toNanos();
                if (isSilent) {
                    shard.spaces.forEach(space -> removeNode(space, room(space), entry.getKey()));
                }
                return isSilent;
            });
        }
    }

    /** Whether something is to be said or announced, now or later. */
    boolean isBusy() {
        return !unsaid.isEmpty() || !unsent.isEmpty() || !unannounced.isEmpty();
    }

    /** What the listeners are told now; those of a large space wait longer between two times. */
    List<Announcement> announcements() {
        var now = nanoTime.getAsLong();
        var due = new ArrayList<Announcement>();
        unannounced.removeIf(space -> {
            var room = room(space);
            if (now - room.announcedNanos < room.audience.pauseNanos(room.all.total())) {
                return false;
            }
            room.announcedNanos = now;
            due.add(new Announcement(
                    space,
                    room.audience.topics(space),
                    new Signal.Presence(space, room.all.users(), room.all.total())));
            return true;
        });
        return due;
    }

    private Room room(String space) {
        return Objects.requireNonNull(rooms.get(space), space);
    }

    private static int shard(String space) {
        return Topic.shard(Topic.space(space));
    }
}
