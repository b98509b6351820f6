package io.lockstep.gateway.wire.openregister;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Tests every body against {@code golden/openregister/answers.txt}, whose lines are name, status where it matters, body. */
class OpenRegisterJsonTest {
    private static final ObjectPlace PLACE = ObjectPlace.of("decidesk", "meeting");
    private static final String ID = "5f1c7a52-0d53-4c0e-9a51-3f8f0a6d1b01";
    private static final Instant AT = Instant.parse("2026-05-18T07:15:44.250Z");
    private static final Lock LOCK = new Lock(
            PLACE.space(),
            ID,
            "*",
            "alice",
            "Alice Meyer",
            7,
            AT.plusSeconds(1800),
            null,
            null,
            "edit",
            AT,
            1_800_000L);
    private static final List<FieldDefinition> FIELDS = List.of(
            new FieldDefinition("title", "Title", "text", List.of(), true),
            new FieldDefinition("status", "Status", "select", List.of("planned", "held"), false),
            new FieldDefinition("tags", "Tags", "multiselect", List.of("a", "b"), false),
            new FieldDefinition("seats", "Seats", "number", List.of(), false),
            new FieldDefinition("date", "Date", "date", List.of(), false),
            new FieldDefinition("link", "Link", "url", List.of(), false),
            new FieldDefinition("open", "Open", "checkbox", List.of(), false));

    private final StringJoiner told = new StringJoiner("\n", "", "\n");

    @Test
    void every_answer_is_what_the_clients_read() throws IOException {
        var document = document(new JsonObject()
                .put("title", "Council")
                .put("seats", 45)
                .put("tags", new JsonArray())
                .put("status", "")
                .put("@self", ObjectFields.born("alice", AT)));
        tell("object read", ObjectJson.read(PLACE, document, Optional.empty()));
        tell("object read while locked", ObjectJson.read(PLACE, document, Optional.of(LOCK)));
        tell("object written", ObjectJson.whole(PLACE, document, Optional.empty(), FIELDS));
        tell("object of another wire", ObjectJson.read(PLACE, document(new JsonObject()), Optional.empty()));
        tell(
                "schema",
                CatalogueJson.schema(
                        PLACE, new Space(PLACE.space(), "Meetings", Role.VIEWER, FIELDS, Map.of(), "1.0.0")));
        tell("register", CatalogueJson.register("decidesk", List.of(PLACE)));
        tell("trail of a change", TrailRow.of(PLACE, change(Verb.UPDATED)).json());
        tell("trail of a creation", TrailRow.of(PLACE, change(Verb.CREATED)).json());
        for (var act : LockAudit.Act.values()) {
            tell("trail of a lock " + act.json(), TrailRow.of(PLACE, entry(act)).json());
        }
        tell("event", CloudEvent.of(PLACE, change(Verb.UPDATED)));
        tell("page", new Page(20, 40).around(55));

        for (var code : FailureCode.values()) {
            refused(code.name(), new ServiceException(code, "it is so"));
        }
        var locked = new JsonObject().put("lock", Json.toJson(LOCK));
        refused("locked by alice", new ServiceException(FailureCode.LOCKED, "it is locked", locked));
        refused(
                "locked in a bulk",
                new ServiceException(
                        FailureCode.LOCKED, "it is locked", locked.copy().put("uuid", ID)));
        refused(
                "not yours to release",
                Refusal.notYours(new ServiceException(FailureCode.LOCKED, "it is locked", locked)));
        refused("not locked", Refusal.notLocked());
        refused("no object", Refusal.noObject("Not Found"));
        refused("no place", Refusal.noPlace("decidesk", "absent"));
        refused(
                "invalid",
                new ServiceException(
                        FailureCode.BAD_REQUEST,
                        "field 'title' is required",
                        new JsonObject()
                                .put(
                                        "violations",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("field", "title")
                                                        .put("message", "field 'title' is required")))));
        refused(
                "conflict",
                Conflict.stale(
                        document,
                        new JsonObject()
                                .put(
                                        "title",
                                        new JsonObject()
                                                .put("sent", "a")
                                                .put("read", "b")
                                                .put("stored", "c"))));

        assertThat(told.toString()).isEqualTo(golden());
    }

    private static Document document(JsonObject fields) {
        return new Document(PLACE.space(), ID, 5, "e", fields, false, AT, "bob");
    }

    private static Event.Changed change(Verb verb) {
        return new Event.Changed(
                PLACE.space(),
                9,
                ID,
                5,
                "e",
                verb,
                new JsonObject().put("title", "New").put("seats", 3).putNull("link"),
                false,
                "bob",
                AT,
                "1.0.9",
                1,
                null,
                verb == Verb.CREATED
                        ? null
                        : new JsonObject().put("title", "Old").put("link", "x"),
                null);
    }

    private static LockAudit.Entry entry(LockAudit.Act act) {
        var isBroken = act == LockAudit.Act.BROKEN;
        return new LockAudit.Entry(
                AT,
                act,
                ID,
                "*",
                "alice",
                "Alice Meyer",
                7,
                11,
                isBroken ? "admin" : null,
                isBroken ? "because" : null);
    }

    private void tell(String name, JsonObject body) {
        told.add(name + " | " + body.encode());
    }

    private void refused(String name, ServiceException failure) {
        var answer = Refusal.of(failure);
        told.add(name + " | " + answer.status() + " " + answer.body());
    }

    private static String golden() throws IOException {
        try (var file = OpenRegisterJsonTest.class.getResourceAsStream("/golden/openregister/answers.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
