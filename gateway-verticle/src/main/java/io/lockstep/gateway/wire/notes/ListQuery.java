package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.gateway.wire.Etags;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a list request asks for. Pure.
 *
 * <p>Its etag is 32 hexadecimal digits: where the feed of the space stood (8 of the epoch, 12 of the seq), and 12 of a hash
 * of that and of every parameter. So the one that a client shows says which head it has seen, and is of no use to a request
 * with other parameters.
 *
 * @param pruneBefore notes not changed since are given by their id alone
 * @param chunkSize 0 for one answer
 */
record ListQuery(
        Set<String> exclude,
        Optional<String> category,
        Instant pruneBefore,
        int chunkSize,
        Optional<ChunkCursor> chunk) {
    private static final long MAX_SECONDS = 253_402_300_799L;
    private static final int LONG_DIGITS = 16;
    private static final int EPOCH_DIGITS = 8;
    private static final int SEQ_DIGITS = 12;
    private static final Pattern ETAG = Pattern.compile("([0-9a-f]{8})([0-9a-f]{12})[0-9a-f]{12}");
    private static final List<String> FIELDS = List.of("title", "modified", "category", "favorite", "content");

    ListQuery {
        exclude = Set.copyOf(exclude);
    }

    static ListQuery of(NotesParameters parameters) {
        var before = parameters.number("pruneBefore").orElse(0);
        var size = parameters.number("chunkSize").orElse(0);
        return new ListQuery(
                exclude(parameters),
                parameters.text("category"),
                Instant.ofEpochSecond(Math.min(Math.max(before, 0), MAX_SECONDS)),
                (int) Math.min(Math.max(size, 0), Integer.MAX_VALUE),
                parameters.text("chunkCursor").filter(given -> size > 0).flatMap(ChunkCursor::parse));
    }

    /** The names that are not to be sent. */
    static Set<String> exclude(NotesParameters parameters) {
        return Arrays.stream(parameters.text("exclude").orElse("").split(","))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** On another shelf than the one on which it was begun, a list in chunks begins again. */
    ListQuery on(Shelf shelf) {
        return new ListQuery(exclude, category, pruneBefore, chunkSize, chunk.filter(given -> given.isOf(shelf)));
    }

    /** Who has last seen another shelf gets everything in full, as he may know nothing of what this one shows. */
    SyncDocuments request(Actor actor, String space, Shelf shelf, @Nullable String ifHead) {
        return new SyncDocuments(
                actor,
                space,
                shelf.stoodAt(pruneBefore) ? pruneBefore : null,
                chunk.map(ChunkCursor::updatedAt).orElse(null),
                chunk.map(ChunkCursor::note).orElse(null),
                chunkSize == 0 ? null : (Integer) chunkSize,
                ifHead,
                true,
                category.isPresent() ? "category" : null,
                category.orElse(null),
                exclude.contains("content") ? withoutContent() : null,
                shelf.where());
    }

    /** Title and category make the path that is always sent. */
    private List<String> withoutContent() {
        return FIELDS.stream().filter(field -> !field.equals("content")).toList();
    }

    /** The etag of the answer when the feed stands there. */
    String etag(String cursor) {
        var head = Cursor.parse(cursor);
        var position = hex(head.epoch(), EPOCH_DIGITS) + hex(head.seq(), SEQ_DIGITS);
        var asked = List.of(
                exclude.stream().sorted().toList(),
                category,
                pruneBefore,
                chunkSize,
                chunk.map(ChunkCursor::encode).orElse(""));
        return position + hash(position + asked);
    }

    /** The head of the feed that the client has seen with these very parameters; empty when it has seen none. */
    Optional<String> seen(Etags known) {
        return known.etags().stream()
                .map(ETAG::matcher)
                .filter(etag -> etag.matches())
                .map(etag -> new Cursor(Long.parseLong(etag.group(1), 16), Long.parseLong(etag.group(2), 16)).encode())
                .filter(cursor -> known.contain(etag(cursor)))
                .findFirst();
    }

    private static String hex(long number, int digits) {
        return HexFormat.of().toHexDigits(number).substring(LONG_DIGITS - digits);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SEQ_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
