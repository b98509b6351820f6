package io.lockstep.bench;

import java.util.Locale;

/** The text of a report, line by line. */
public final class Lines {
    private final StringBuilder text = new StringBuilder();

    /** Adds a line, as {@link String#format}. */
    public void add(String format, Object... values) {
        text.append(format(format, values).stripTrailing()).append('\n');
    }

    public static String range(String number, Spread spread) {
        return format("(" + number + " to " + number + ")", spread.min(), spread.max());
    }

    public static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
