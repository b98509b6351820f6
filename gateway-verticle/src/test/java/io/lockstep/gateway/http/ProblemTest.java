package io.lockstep.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.ext.web.handler.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST, 400",
        "404, NOT_FOUND, 404",
        "405, BAD_REQUEST, 405",
        "413, TOO_LARGE, 413",
        "415, BAD_REQUEST, 415",
    })
    void status_of_the_router_is_kept_beside_its_code(int status, FailureCode code, int answered) {
        var answer = Problem.of(null, status);

        assertThat(answer.code()).isEqualTo(code);
        assertThat(Problem.status(null, status, answer)).isEqualTo(answered);
    }

    @Test
    void status_of_an_http_exception_counts_not_that_of_the_failed_handler() {
        var failure = new HttpException(415);

        assertThat(Problem.status(failure, 500, Problem.of(failure, 500))).isEqualTo(415);
    }

    @Test
    void status_of_a_known_failure_is_its_codes() {
        var failure = new ServiceException(FailureCode.LOCKED, "locked");

        assertThat(Problem.of(failure, 500)).isSameAs(failure);
        assertThat(Problem.status(failure, 500, failure)).isEqualTo(423);
    }
}
