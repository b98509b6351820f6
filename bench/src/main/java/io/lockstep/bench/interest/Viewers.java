package io.lockstep.bench.interest;

import java.util.Arrays;
import java.util.Random;

/** Who looks at what: sockets, each of which listens to one space. Drawn once, and the same for all fleets that are compared. */
final class Viewers {
    private final int spaces;
    private final int[] spaceOfSocket;

    private Viewers(int spaces, int[] spaceOfSocket) {
        this.spaces = spaces;
        this.spaceOfSocket = spaceOfSocket;
    }

    /** Every space has as many as the others, but for one. */
    static Viewers evenly(int sockets, int spaces) {
        var chosen = new int[sockets];
        Arrays.setAll(chosen, socket -> socket % spaces);
        return new Viewers(spaces, chosen);
    }

    /**
     * Some spaces have very many and most have few: the popularity of the nth is 1 / n^skew.
     *
     * @param skew 0 for none; 1 is what popularity on the web is often like
     */
    static Viewers drawn(int sockets, int spaces, double skew, long seed) {
        var upTo = new double[spaces];
        var sum = 0.0;
        for (var space = 0; space < spaces; space++) {
            sum += StrictMath.pow(space + 1.0, -skew);
            upTo[space] = sum;
        }
        var random = new Random(seed);
        var chosen = new int[sockets];
        for (var socket = 0; socket < sockets; socket++) {
            var found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            chosen[socket] = Math.min(found < 0 ? -found - 1 : found, spaces - 1);
        }
        return new Viewers(spaces, chosen);
    }

    int sockets() {
        return spaceOfSocket.length;
    }

    int spaces() {
        return spaces;
    }

    int spaceOf(int socket) {
        return spaceOfSocket[socket];
    }

    /** How many look at each space. */
    int[] bySpace() {
        var counts = new int[spaces];
        for (var space : spaceOfSocket) {
            counts[space]++;
        }
        return counts;
    }

    /** The part of all sockets that looks at the most popular space. */
    double largestShare() {
        return (double) Arrays.stream(bySpace()).max().orElse(0) / sockets();
    }

    /** Spaces at which somebody looks. */
    long watched() {
        return Arrays.stream(bySpace()).filter(count -> count > 0).count();
    }
}
