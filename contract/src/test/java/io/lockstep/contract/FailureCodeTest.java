package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the error table. */
final class FailureCodeTest {

    @Test
    void every_number_and_label_stands_for_one_code() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::number)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::label)).doesNotHaveDuplicates();
    }

    @Test
    void every_code_is_found_by_its_number() {
        assertThat(FailureCode.values()).allMatch(code -> FailureCode.ofNumber(code.number()) == code);
    }

    @Test
    void an_unknown_number_is_internal() {
        assertThat(FailureCode.ofNumber(-1)).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void close_codes_are_ones_that_an_application_may_send() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::closeCode))
                .allMatch(code -> code == 1009 || code == 1011 || code == 1013 || (code >= 4000 && code <= 4999));
    }
}
