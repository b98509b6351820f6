package io.lockstep.deploy.imports;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One row of a file. */
sealed interface Row {
    /** Counts the rows from 1. */
    long number();

    /** What stands in the file, or as much of it as is understood, for the list of what was refused. */
    String text();

    /** A row that says what to write. */
    record Good(long number, String text, @Nullable String document, JsonObject fields) implements Row {}

    /** A row that is not understood. */
    record Bad(long number, String text, String reason) implements Row {}
}
