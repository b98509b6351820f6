package io.lockstep.bench.storm;

import io.vertx.core.Future;

/** One way to read what changed. Used on one event loop only. */
interface Reader {
    /** As it is called in reports: what it reads. */
    String subject();

    /** As it is called in reports: how it does that. */
    String name();

    /** Completes when the client has the document with this etag; fails when it was given an older one. */
    Future<Void> read(int client, String etag);
}
