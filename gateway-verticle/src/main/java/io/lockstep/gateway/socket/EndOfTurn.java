package io.lockstep.gateway.socket;

import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;

/** The end of a turn of an event loop: after all work that stands in its queue, before it looks at its channels again. */
public final class EndOfTurn {
    private EndOfTurn() {}

    /** Runs the work at the end of this turn, after other work that was put there before. Called on the event loop. */
    public static void run(Context context, Runnable work) {
        var loop = ((ContextInternal) context).nettyEventLoop();
        if (loop instanceof SingleThreadEventLoop single) {
            single.executeAfterEventLoopIteration(work);
        } else {
            loop.execute(work);
        }
    }
}
