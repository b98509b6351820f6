package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a rule of a trigger, and what is a trigger. */
class TriggerRuleTest {
    private static final String SECRET = "0123456789abcdef";

    @Test
    void parts_are_type_verbs_values_and_field() {
        assertThat(TriggerRule.parse("io.cozy.files:DELETED:image/jpg,image/png:mime"))
                .isEqualTo(new TriggerRule(
                        "io.cozy.files", Set.of(Verb.DELETED), List.of("image/jpg", "image/png"), "mime"));
        assertThat(TriggerRule.parse("metavox%3A103::!=:status").asksForChange())
                .isTrue();
        assertThat(TriggerRule.parse("metavox%3A103").verbs()).hasSize(3);
    }

    @Test
    void type_is_the_id_of_a_space_or_a_word_of_the_dialect() {
        var dialect = new TriggerDialect(Optional.of("shop"), Optional.empty(), Optional.empty());
        assertThat(TriggerRule.parse("metavox%3A103").space(dialect)).isEqualTo("metavox:103");
        assertThat(TriggerRule.parse("io.shop.orders").space(dialect)).isEqualTo("shop:io.shop.orders");
        assertThatThrownBy(() -> TriggerRule.parse("io.shop.orders").space(TriggerDialect.NONE))
                .hasMessageContaining("no id of a space");
        assertThatThrownBy(() -> TriggerRule.parse("a".repeat(251)).space(dialect))
                .isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":CREATED",
                "a:b",
                "a:created",
                "a:CREATED:x:y:z",
                "a b",
                "a:CREATED:!=",
                "a::: x",
                "a:::f",
                "%zz",
                "metavox%3A"
            })
    void what_is_no_rule_is_refused(String text) {
        assertThatThrownBy(() -> TriggerRule.parse(text))
                .isInstanceOf(ServiceException.class)
                .extracting(failure -> ((ServiceException) failure).code())
                .isEqualTo(FailureCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/b", "http:///b", "a", "http://u:p@a/b", "http://a b"})
    void what_is_no_webhook_is_refused(String webhook) {
        assertThatThrownBy(() -> put(webhook, SECRET, null)).isInstanceOf(ServiceException.class);
    }

    @Test
    void target_is_a_webhook_with_a_secret_or_an_address_of_another_service() {
        assertThat(put("https://hooks.example/a", SECRET, null).webhook()).isEqualTo("https://hooks.example/a");
        assertThat(put(null, null, "jobs.thumbnails").address()).isEqualTo("jobs.thumbnails");
        assertThatThrownBy(() -> put(null, null, null)).hasMessageContaining("unless an 'address'");
        assertThatThrownBy(() -> put("https://a/b", SECRET, "c")).hasMessageContaining("'webhook' or an 'address'");
        assertThatThrownBy(() -> put("https://a/b", "short", null)).hasMessageContaining("'secret'");
        assertThatThrownBy(() -> put(null, SECRET, "a")).hasMessageContaining("'secret'");
        assertThatThrownBy(() -> put(null, null, "lockstep.metadata.write")).hasMessageContaining("'address'");
    }

    private static PutTrigger put(@Nullable String webhook, @Nullable String secret, @Nullable String address) {
        return new PutTrigger(Samples.ALICE, "t", List.of("io.cozy.files"), null, webhook, secret, address);
    }
}
