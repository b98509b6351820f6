package io.lockstep.contract;

/**
 * What a client listens to: {@code space/<id>}, {@code document/<space>/<id>} or {@code user/<name>}. A topic belongs to
 * one of {@value #SHARDS} shards; all topics of a space share the space's shard, so that one message per event reaches
 * both a space's and a document's listeners.
 */
public final class Topic {
    private static final int SHARD_BITS = 6;
    public static final int SHARDS = 1 << SHARD_BITS;

    /** Carries the changes of access of all spaces; every gateway node listens to it. */
    public static final String ACCESS = "access";

    private static final String SPACE = "space/";
    private static final String DOCUMENT = "document/";
    private static final String USER = "user/";

    private Topic() {}

    public static String space(String space) {
        return SPACE + space;
    }

    public static String document(String space, String document) {
        return DOCUMENT + space + "/" + document;
    }

    public static String user(String user) {
        return USER + user;
    }

    /** The shard on which the topic's events are published, 0 to 63. */
    public static int shard(String topic) {
        return spread(topic.startsWith(DOCUMENT) ? SPACE + spaceOf(topic) : topic);
    }

    private static String spaceOf(String document) {
        var end = document.indexOf('/', DOCUMENT.length());
        return document.substring(DOCUMENT.length(), end < 0 ? document.length() : end);
    }

    /** The top six bits of a multiplicative hash: the low bits of a string's hash hardly differ between numbered names. */
    private static int spread(String key) {
        return (key.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SHARD_BITS);
    }
}
