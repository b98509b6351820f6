package io.lockstep.contract.trigger;

import io.lockstep.contract.SpaceId;
import java.util.Optional;

/**
 * What short words in the rules of triggers stand for. They belong to a wire; who starts the services tells them, all the
 * same, so that no service knows a wire's words.
 *
 * @param wire of the spaces of types that are no id of a space; empty when each type has to be one
 * @param tree the space whose documents lie in directories; empty when there is none
 * @param references the field whose values are compared as texts of two of their parts; empty when there is none
 */
public record TriggerDialect(Optional<String> wire, Optional<Tree> tree, Optional<References> references) {
    /** Types are ids of spaces, values are values. */
    public static final TriggerDialect NONE = new TriggerDialect(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A document is in a directory when it names it as its parent, or when its path goes on from the directory's.
     *
     * @param parent the field with the id of the directory
     * @param path the field with the names from the root on, with slashes
     */
    public record Tree(String space, String parent, String path) {
        public Tree {
            SpaceId.check(space);
        }
    }

    /** A value of the field is compared as {@code type/id}, each by the name of its key. */
    public record References(String field, String type, String id) {}
}
