package io.lockstep.bench.scaleout;

import io.lockstep.bench.Http;
import io.lockstep.bench.delivery.Bench;
import io.lockstep.bench.delivery.Writer;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** All viewers, on the gateways as a {@link Variant} has it. */
final class Audience {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Crowd.Listener NOBODY = (viewer, seq, bytes, index, length) -> {};

    private final Bench bench;
    private final List<String> spaces;
    private final int viewersPerSpace;
    private final List<Crowd> crowds = new ArrayList<>();

    /** What was written, and came. */
    record Written(long writes, long failed, long frames, long lost, long disordered) {
        static final Written NOTHING = new Written(0, 0, 0, 0, 0);
    }

    private Audience(Bench bench, List<String> spaces, int viewersPerSpace) {
        this.bench = bench;
        this.spaces = spaces;
        this.viewersPerSpace = viewersPerSpace;
    }

    /** Waits until all listen. */
    static Audience gather(Bench bench, String token, List<Node> gateways, Variant variant, int sockets)
            throws TimeoutException {
        var spaces = variant.names(sockets);
        var audience = new Audience(bench, spaces, variant.viewersPerSpace(sockets));
        var each = audience.viewersPerSpace * spaces.size() / gateways.size();
        for (var number = 0; number < gateways.size(); number++) {
            var gateway = number;
            var crowd = new Crowd(
                    bench.loop(),
                    Door.raw(gateways.get(gateway).port(), token),
                    each,
                    Optional.of(viewer ->
                            "space/" + spaces.get(variant.spaceOf(viewer, spaces.size(), gateway, gateways.size()))),
                    true,
                    NOBODY);
            bench.gather(crowd, each);
            audience.crowds.add(crowd);
        }
        return audience;
    }

    /** So that programs are translated and connections open. */
    void warmUp(Http http, int writesPerSecond, Duration time) throws TimeoutException {
        var written = write(http, writesPerSecond, time);
        if (written.failed() + written.lost() > 0) {
            throw new IllegalStateException("the warm-up failed: " + written);
        }
    }

    /** Writes at a rate, and waits until all is answered and shown, or patience is over. */
    Written write(Http http, int writesPerSecond, Duration time) throws TimeoutException {
        var frames = frames();
        var disordered = disordered();
        var writer = new Writer(bench.loop(), http, spaces, writesPerSecond, (space, seq, dueNanos) -> {});
        bench.onLoop(writer::start);
        Bench.pause(time);
        bench.onLoop(writer::stop);
        var endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < endNanos
                && (writer.answered() < writer.sent() || frames() - frames < writer.sent() * viewersPerSpace)) {
            Bench.pause(LOOK);
            bench.onLoop(() -> {});
        }
        var came = frames() - frames;
        return new Written(
                writer.sent() - writer.failed(),
                writer.failed(),
                came,
                writer.sent() * viewersPerSpace - came,
                disordered() - disordered);
    }

    void leave() throws TimeoutException {
        for (var crowd : crowds) {
            bench.leave(crowd);
        }
    }

    private long frames() {
        return crowds.stream().mapToLong(Crowd::frames).sum();
    }

    private long disordered() {
        return crowds.stream().mapToLong(Crowd::disordered).sum();
    }
}
