package io.lockstep.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What drivers take: in ABBA order, so that what drifts while it runs (the compiler, the neighbours) weighs on all of them,
 * and each repetition gives a ratio of its own.
 */
public final class Turns {
    private Turns() {}

    /** One driver's turn. */
    public interface Turn<D, T> {
        T of(D driver) throws TimeoutException;
    }

    /** The results of each driver by repetition. */
    public static <D, T> Map<D, List<T>> take(List<D> drivers, int repetitions, Turn<D, T> turn)
            throws TimeoutException {
        var results = new LinkedHashMap<D, List<T>>();
        drivers.forEach(driver -> results.put(driver, new ArrayList<>()));
        for (var repetition = 0; repetition < repetitions; repetition++) {
            var order = new ArrayList<>(drivers);
            if (repetition % 2 == 1) {
                Collections.reverse(order);
            }
            for (var driver : order) {
                results.computeIfAbsent(driver, first -> new ArrayList<>()).add(turn.of(driver));
            }
        }
        return results;
    }
}
