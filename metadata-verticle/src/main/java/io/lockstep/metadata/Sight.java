package io.lockstep.metadata;

import java.util.List;

/** Some items of a space and its head, both of the same moment. */
record Sight<T>(SpaceHead head, List<T> items) {
    Sight {
        items = List.copyOf(items);
    }
}
