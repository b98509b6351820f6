package io.lockstep.gateway.fanout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the feed loop has for the hubs, in order: what comes of one message of the bus goes to a hub as one piece of work, so
 * that a burst is written to a socket together. For the feed loop.
 */
final class HandOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Map<Hub, List<Runnable>> collected = new LinkedHashMap<>();
    private boolean isCollecting;

    /** Runs the work on the hub's event loop, after all that it was given before. */
    void to(Hub hub, Runnable work) {
        if (isCollecting) {
            collected.computeIfAbsent(hub, first -> new ArrayList<>()).add(work);
        } else {
            hub.run(work);
        }
    }

    /** What is given while the work runs goes together. */
    void together(Runnable work) {
        isCollecting = true;
        try {
            work.run();
        } finally {
            isCollecting = false;
            collected.forEach((hub, all) -> hub.run(() -> all.forEach(HandOver::run)));
            collected.clear();
        }
    }

    /** A fault in one of them takes nothing from the others. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            LOG.atError().setCause(fault).log("an event was not handed out");
        }
    }
}
