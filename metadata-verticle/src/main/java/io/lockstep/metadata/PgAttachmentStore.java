package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** Attachments in PostgreSQL. */
final class PgAttachmentStore implements AttachmentStore {
    private static final String LOCK_SPACE = Sql.of("lockSpace");
    private static final String READ_GROUND = Sql.of("readGround");
    private static final String PUT_ATTACHMENT = Sql.of("putAttachment");
    private static final String FIND_ATTACHMENT = Sql.of("findAttachment");

    private final Database database;

    PgAttachmentStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<StoredAttachment>> putAttachment(
            Actor actor, StoredAttachment attachment, Consumer<Ground> rule) {
        return database.transaction(
                connection -> ground(connection, actor, attachment.document()).compose(ground -> {
                    rule.accept(ground);
                    return insert(connection, attachment);
                }));
    }

    private static Future<Ground> ground(SqlConnection connection, Actor actor, DocumentKey document) {
        var asking = PgSpaceStore.asking(actor, document.space()).addString(document.document());
        return connection
                .preparedQuery(LOCK_SPACE)
                .execute(Tuple.of(document.space()))
                .compose(locked -> connection.preparedQuery(READ_GROUND).execute(asking))
                .map(rows -> {
                    for (var row : rows) {
                        return new Ground(
                                Role.ofJson(row.getString("role")), row.getBoolean("has_document"), PgRows.usage(row));
                    }
                    return new Ground(null, false, Usage.NONE);
                });
    }

    private static Future<Optional<StoredAttachment>> insert(SqlConnection connection, StoredAttachment attachment) {
        var parameters = Tuple.tuple()
                .addString(attachment.document().space())
                .addString(attachment.path())
                .addString(attachment.document().document())
                .addString(attachment.contentType())
                .addBuffer(attachment.content())
                .addOffsetDateTime(attachment.at().atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(PUT_ATTACHMENT)
                .execute(parameters)
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(attachment));
    }

    @Override
    public Future<Optional<StoredAttachment>> findAttachment(Actor actor, DocumentKey document, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var parameters = PgSpaceStore.asking(actor, document.space())
                .addString(document.document())
                .addString(path)
                .addString(name);
        return database.query(FIND_ATTACHMENT, parameters)
                .map(rows -> PgRows.items(rows, "path", row -> stored(document.space(), row)).stream()
                        .findFirst());
    }

    private static StoredAttachment stored(String space, Row row) {
        return new StoredAttachment(
                new DocumentKey(space, row.getString("document")),
                row.getString("path"),
                row.getString("content_type"),
                row.getBuffer("content"),
                row.get(OffsetDateTime.class, "at").toInstant());
    }
}
