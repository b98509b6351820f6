package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.FlushSpace;
import io.lockstep.contract.metadata.FlushedSpace;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.RenewSpaces;
import io.lockstep.contract.metadata.RenewedSpaces;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** The operations on spaces and their members; {@link SpaceRules} decides them. */
final class SpaceService {
    private final SpaceStore store;
    private final SpaceRules rules;
    private final Consumer<List<Event>> events;

    SpaceService(SpaceStore store, SpaceRules rules, Consumer<List<Event>> events) {
        this.store = store;
        this.rules = rules;
        this.events = events;
    }

    Future<Space> get(GetSpace request) {
        return store.findSpace(Text.check(request.actor()), request.space())
                .map(found -> found.orElseThrow(() -> Refusals.noSpace(request.space())));
    }

    Future<Spaces> list(ListSpaces request) {
        var wire = request.wire() == null ? null : Require.name(request.wire(), "wire");
        return store.listSpaces(Text.check(request.actor()), wire);
    }

    /** Listeners are told of what was quiet up to the head of this moment. */
    Future<FlushedSpace> flush(FlushSpace request) {
        return get(new GetSpace(request.actor(), request.space())).map(space -> {
            if (!space.role().includes(Role.EDITOR)) {
                throw Refusals.readOnlySpace(space.space());
            }
            events.accept(List.of(new Event.Flushed(
                    space.space(), Cursor.parse(space.cursor()).seq())));
            return new FlushedSpace(space.space(), space.cursor());
        });
    }

    Future<Access> checkAccess(CheckAccess request) {
        return store.checkAccess(Text.check(request.actor()), request.space());
    }

    Future<Space> put(PutSpace request) {
        Text.check(request.actor());
        if (request.title() != null) {
            Text.check(request.title(), "title");
        }
        if (request.owner() != null) {
            Text.check(request.owner(), "owner");
        }
        if (request.fields() != null) {
            request.fields().forEach(SpaceService::check);
        }
        if (request.members() != null) {
            request.members().keySet().forEach(principal -> Text.check(principal, "members"));
        }
        return store.updateSpace(request.space(), before -> rules.put(before, request))
                .map(update -> announced(update).seenAs(SpaceRules.roleAfter(update, request.actor())));
    }

    Future<Space> putMembers(PutMembers request) {
        Text.check(request.actor());
        request.set().keySet().forEach(principal -> Text.check(principal, "set"));
        return store.updateSpace(request.space(), before -> rules.putMembers(before, request))
                .map(update -> announced(update).seenAs(SpaceRules.roleAfter(update, request.actor())));
    }

    /** Nothing is announced: gateways compare the feeds that they watch with their heads once a second. */
    Future<RenewedSpaces> renew(RenewSpaces request) {
        if (!Text.check(request.actor()).isAdmin()) {
            var refusal = Refusals.forbidden("only an admin may begin feeds anew");
            return request.space() == null
                    ? Future.failedFuture(refusal)
                    : get(new GetSpace(request.actor(), request.space())).compose(seen -> Future.failedFuture(refusal));
        }
        return store.renewSpaces(request.space(), rules.step()).map(count -> {
            if (count == 0 && request.space() != null) {
                throw Refusals.noSpace(request.space());
            }
            return new RenewedSpaces(count);
        });
    }

    private StoredSpace announced(SpaceStore.Update update) {
        var head = update.after().head();
        if (update.changedAccess()) {
            events.accept(List.of(new Event.AccessChanged(head.space(), head.accessVersion())));
        }
        return update.after();
    }

    private static void check(FieldDefinition definition) {
        Text.check(definition.name(), "fields.name");
        Text.check(definition.label(), "fields.label");
        definition.options().forEach(option -> Text.check(option, "fields.options"));
    }
}
