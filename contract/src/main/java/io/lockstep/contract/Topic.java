package io.lockstep.contract;

/**
 * What a client listens to: {@code space/<id>}, {@code document/<space>/<id>} or {@code user/<name>}. A topic belongs to
 * one of {@value #SHARDS} shards; all topics of a space share the space's shard, so that one message per event reaches
 * both a space's and a document's listeners.
 */
public final class Topic {
    public static final int SHARDS = 64;

    /** Carries the changes of access of all spaces; every gateway node listens to it. */
    public static final String ACCESS = "access";

    private Topic() {}

    public static String space(String space) {
        return "space/" + space;
    }

    public static String document(String space, String document) {
        return "document/" + space + "/" + document;
    }

    public static String user(String user) {
        return "user/" + user;
    }

    /** The shard on which the topic's events are published, 0 to 63. */
    public static int shard(String topic) {
        if (!topic.startsWith("document/")) {
            return Math.floorMod(topic.hashCode(), SHARDS);
        }
        var space = topic.substring("document/".length(), topic.indexOf('/', "document/".length()));
        return Math.floorMod(space(space).hashCode(), SHARDS);
    }
}
