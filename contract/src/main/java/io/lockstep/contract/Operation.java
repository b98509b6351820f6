package io.lockstep.contract;

import java.time.Duration;

/**
 * One request address: what is asked, what is answered, and how long the caller waits.
 *
 * @param timeout after which the caller gets UNAVAILABLE; the request may have been carried out all the same
 */
public record Operation<Q, A>(String address, Class<Q> request, Class<A> answer, Duration timeout) {}
