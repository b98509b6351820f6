package io.lockstep.gateway.wire.openregister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final ObjectPlace PLACE = ObjectPlace.of("decidesk", "meeting");
    private static final List<FieldDefinition> FIELDS = List.of("title", "seats", "tags", "date").stream()
            .map(name -> new FieldDefinition(name, null, null, null, null))
            .toList();
    private static final List<Document> DOCUMENTS = List.of(
            document(
                    "1",
                    new JsonObject().put("title", "Budget").put("seats", 12).put("date", "2026-04-21")),
            document(
                    "2",
                    new JsonObject().put("title", "Council").put("seats", 45).put("tags", new JsonArray().add("red"))),
            document(
                    "3", new JsonObject().put("title", "bridge").put("seats", 9).put("date", "2026-05-06")),
            document(
                    "4",
                    new JsonObject().put("title", "Empty").put("@self", new JsonObject().put("owner", "budgeteer"))));

    private static Document document(String id, JsonObject fields) {
        return new Document(PLACE.space(), id, 1, "e", fields, false, Instant.EPOCH.plusSeconds(id.length()), "alice");
    }

    private static MultiMap query(String text) {
        var query = MultiMap.caseInsensitiveMultiMap();
        for (var pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                query.add(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        return query;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''                          | 1 2 3 4",
                "title=Budget                | 1",
                "title=budget                | ''",
                "seats=12.0                  | 1",
                "seats[gt]=9&seats[lte]=45   | 1 2",
                "seats[ne]=12                | 2 3 4",
                "title[]=Budget&title[]=bridge | 1 3",
                "tags=red                    | 2",
                "tags[]=blue                 | ''",
                "date[gte]=2026-05-01        | 3",
                "date=                       | 2 4",
                "unknown=1                   | 1 2 3 4",
                "@self[owner]=x&_lang=nl     | 1 2 3 4",
                "_search=BUD                 | 1",
                "_search=budgeteer           | ''",
                "_search=red                 | 2",
                "_order[seats]=DESC          | 2 1 3 4",
                "_order[seats]=ASC           | 4 3 1 2",
                "_order[title]=              | 1 2 4 3",
                "_order={\"date\":\"DESC\"}  | 3 1 2 4",
                "_limit=2                    | 1 2",
                "_limit=2&_page=2            | 3 4",
                "_limit=1&_offset=3          | 4",
                "_limit=0                    | 1",
                "_page=99                    | ''",
                "_limit=9999&_page=-4        | 1 2 3 4",
            })
    void objects_are_chosen_and_ordered(String query, String expected) {
        var result = ListQuery.of(query(query)).on(PLACE, FIELDS, DOCUMENTS);

        assertThat(String.join(
                        " ", result.documents().stream().map(Document::document).toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_limit=x",
                "_page=1.5",
                "_offset=0x1",
                "_limit=99999999999999999999",
                "_order=[]",
                "_order={",
                "_order[a]=up",
                "seats[like]=1",
                "_order[a]=ASC&_order[b]=ASC&_order[c]=ASC&_order[d]=ASC&_order[e]=ASC&_order[f]=ASC"
            })
    void what_is_malformed_is_a_bad_request(String query) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> ListQuery.of(query(query)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_fields=title,seats | id title seats @self",
                "_fields[]=title     | id title @self",
                "_unset=title,@self  | id date seats",
                "_empty=true         | id title seats tags date @self",
                "''                  | id title seats date @self",
            })
    void fields_are_chosen(String query, String expected) {
        var json = ListQuery.of(query(query)).on(PLACE, FIELDS, DOCUMENTS).json(Map.of());

        assertThat(json.getJsonArray("results").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder(expected.split(" ", -1));
    }
}
