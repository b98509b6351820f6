package io.lockstep.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.ListPresence;
import io.lockstep.contract.event.PresenceReport;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random users come and go through four nodes, whose reports, questions and answers are lost, repeated and late; nodes die and
 * come back under other names. Two seconds after the last event, and after the last late message, all nodes that live know
 * exactly who is there. The name of a failed test tells its seed.
 */
final class PresenceModelTest {
    private static final List<String> SPACES = List.of("team:a", "team:b", "team:c");
    private static final int NODES = 4;
    private static final int STEPS = 3_000;
    private static final int LATEST_MS = 1_500;
    private static final int STEP_MS = 10;

    private final List<Node> nodes = new ArrayList<>();
    private final TreeMap<Long, List<Runnable>> inFlight = new TreeMap<>();
    private Random random = new Random(0);
    private long now;
    private int born;
    private boolean isCalm;

    /** One process: its board, and what its users listen to. */
    private final class Node {
        final String name = "node" + born++;
        final PresenceBoard board = new PresenceBoard(name, () -> now);
        final List<Listening> listening = new ArrayList<>();
        boolean isAlive = true;

        void send(Map<Integer, PresenceReport> reports) {
            reports.forEach((shard, report) -> {
                for (var other : nodes) {
                    if (other != this) {
                        deliver(() -> other.board.received(shard, report), other);
                    }
                }
            });
        }

        void ask() {
            board.questions().forEach((name, question) -> {
                var other =
                        nodes.stream().filter(node -> node.name.equals(name)).findFirst();
                var isLost = other.isEmpty() || isUnlucky();
                if (isLost) {
                    board.unanswered(name);
                } else {
                    deliverOnce(() -> answer(other.get(), question));
                }
            });
        }

        private void answer(Node other, ListPresence question) {
            if (!other.isAlive || isUnlucky()) {
                board.unanswered(other.name);
                return;
            }
            other.send(other.board.changes());
            var answer = other.board.states(question);
            deliverOnce(() -> board.answered(other.name, question, answer));
        }
    }

    private record Listening(String space, String user) {}

    private boolean isUnlucky() {
        return !isCalm && random.nextInt(10) < 3;
    }

    private void deliver(Runnable message, Node to) {
        int copies = isUnlucky() ? random.nextInt(2) * 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            deliverOnce(() -> {
                if (to.isAlive) {
                    message.run();
                }
            });
        }
    }

    private void deliverOnce(Runnable message) {
        var delay = isCalm ? 5 : random.nextInt(random.nextInt(10) == 0 ? LATEST_MS : 50);
        inFlight.computeIfAbsent(now + Duration.ofMillis(delay).toNanos(), at -> new ArrayList<>())
                .add(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void all_nodes_know_who_is_there_two_seconds_later(long seed) {
        // Given
        random = new Random(seed);
        for (int number = 0; number < NODES; number++) {
            nodes.add(new Node());
        }
        // When
        for (int step = 0; step < STEPS; step++) {
            happen();
            pass(STEP_MS);
        }
        isCalm = true;
        for (int millis = 0; millis < LATEST_MS + 2_000; millis += STEP_MS) {
            pass(STEP_MS);
        }
        // Then
        for (var space : SPACES) {
            var truth = new TreeSet<String>();
            nodes.forEach(node -> node.listening.stream()
                    .filter(one -> one.space().equals(space))
                    .forEach(one -> truth.add(one.user())));
            for (var node : nodes) {
                if (node.listening.stream().anyMatch(one -> one.space().equals(space))) {
                    assertThat(node.board.users(space).stream().map(Signal.Present::user))
                            .as("%s on %s", space, node.name)
                            .containsExactlyElementsOf(truth);
                }
            }
        }
    }

    private void happen() {
        var index = random.nextInt(NODES);
        var node = nodes.get(index);
        if (random.nextInt(500) == 0) {
            node.isAlive = false;
            nodes.set(index, new Node());
        } else if (random.nextInt(100) < 20) {
            var one = new Listening(SPACES.get(random.nextInt(SPACES.size())), "user" + random.nextInt(8));
            node.listening.add(one);
            node.board.join(one.space(), new Identity(one.user(), one.user(), List.of()), null, true);
        } else if (random.nextInt(100) < 25 && !node.listening.isEmpty()) {
            var one = node.listening.remove(random.nextInt(node.listening.size()));
            node.board.leave(one.space(), new Identity(one.user(), one.user(), List.of()), null, true);
        }
    }

    /** As time does: what is under way arrives, and each node does its rounds. */
    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
        while (!inFlight.isEmpty() && inFlight.firstKey() <= now) {
            inFlight.pollFirstEntry().getValue().forEach(Runnable::run);
        }
        var millisNow = Duration.ofNanos(now).toMillis();
        for (var node : List.copyOf(nodes)) {
            if (millisNow % 100 == 0) {
                node.board.tick();
            }
            if (millisNow % 500 == 0) {
                node.send(node.board.beat());
            } else if (millisNow % 50 == 0) {
                node.send(node.board.changes());
            }
            node.ask();
        }
    }
}
