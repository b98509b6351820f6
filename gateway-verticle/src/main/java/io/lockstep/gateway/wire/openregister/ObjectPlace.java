package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.SpaceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * Where objects are: a schema in a register, by their slugs; the space {@code openregister:<register>:<schema>}. Pure.
 *
 * <p>Beside its slug each of them has a number and a UUID, because clients know them by either. Both are made of the slug, so
 * they are the same on every node and after a restart: the number is the first four bytes of the slug's SHA-256 without the
 * sign, and 1 in the place of 0.
 */
record ObjectPlace(String space, String register, String schema) {
    static final String WIRE = "openregister";

    static ObjectPlace of(String register, String schema) {
        return new ObjectPlace(SpaceId.of(WIRE, register, schema), register, schema);
    }

    /** Empty for a space that is no schema in a register. */
    static Optional<ObjectPlace> of(String space) {
        var parts = SpaceId.parts(space);
        return SpaceId.wire(space).equals(WIRE) && parts.size() == 2
                ? Optional.of(new ObjectPlace(space, parts.get(0), parts.get(1)))
                : Optional.empty();
    }

    /** The number of a register or a schema, from 1. */
    static int number(String slug) {
        var hash = sha256(slug);
        int number = ((hash[0] & 0x7f) << 24) | ((hash[1] & 0xff) << 16) | ((hash[2] & 0xff) << 8) | (hash[3] & 0xff);
        return number == 0 ? 1 : number;
    }

    /** The UUID of a register or a schema. */
    static String uuid(String kind, String slug) {
        return UUID.nameUUIDFromBytes((kind + ":" + slug).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    int registerNumber() {
        return number(register);
    }

    int schemaNumber() {
        return number(schema);
    }

    String registerUuid() {
        return uuid("register", register);
    }

    String schemaUuid() {
        return uuid("schema", schema);
    }

    /** Whether a client means this register: by its slug, or by its number. */
    boolean isInRegister(String slugOrNumber) {
        return register.equals(slugOrNumber) || slugOrNumber.equals(String.valueOf(registerNumber()));
    }

    /** Whether a client means this schema: by its slug, or by its number. */
    boolean isOfSchema(String slugOrNumber) {
        return schema.equals(slugOrNumber) || slugOrNumber.equals(String.valueOf(schemaNumber()));
    }

    /** Whether it can be a number only found by looking at all places. */
    static boolean mayBeNumber(String slugOrNumber) {
        return slugOrNumber.matches("[0-9]{1,10}");
    }

    /** The name of its event on the push socket. */
    String collectionEvent() {
        return OpenRegisterWords.COLLECTION + register + "-" + schema;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
