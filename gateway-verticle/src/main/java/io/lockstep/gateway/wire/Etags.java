package io.lockstep.gateway.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The etags of an {@code If-Match} or {@code If-None-Match} header. Takes more than the original: lists, {@code *}, an
 * etag without quotes as the JSON has it, and what compressing proxies make of one ({@code W/"…"}, {@code "…-gzip"}).
 *
 * @param isAny whether it is {@code *}
 */
public record Etags(List<String> etags, boolean isAny) {
    private static final Pattern ONE = Pattern.compile("(?:W/)?\"?([^\",\\s]+?)(?:-gzip)?\"?(?=\\s*(?:,|$))");

    public Etags {
        etags = List.copyOf(etags);
    }

    /** An absent or empty header has none. */
    public static Etags of(@Nullable String header) {
        var text = header == null ? "" : header.strip();
        if (text.equals("*")) {
            return new Etags(List.of(), true);
        }
        var etags = new ArrayList<String>();
        var matcher = ONE.matcher(text);
        while (matcher.find()) {
            etags.add(matcher.group(1));
        }
        return new Etags(etags, false);
    }

    /** Whether the header names this etag. */
    public boolean contain(String etag) {
        return isAny || etags.contains(etag);
    }

    public static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
