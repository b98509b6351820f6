package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerDialect.References;
import io.lockstep.contract.trigger.TriggerDialect.Tree;
import java.util.Optional;

/** The words of rules as Cozy's {@code @event} triggers have them: doctypes, directories of files, and references. */
public final class CozyTriggers {
    public static final TriggerDialect DIALECT = new TriggerDialect(
            Optional.of(Doctype.WIRE),
            Optional.of(new Tree(Doctype.space(Doctype.FILES), "dir_id", "path")),
            Optional.of(new References("referenced_by", "type", "id")));

    private CozyTriggers() {}
}
