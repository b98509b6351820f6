package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Who may create and change a space, and what it is then. */
final class SpaceRules {
    private static final int FIRST_ACCESS_VERSION = 1;

    private final Clock clock;
    private final LongSupplier epochs;

    /** @param epochs gives each new feed a positive number that no feed of the same space had before */
    SpaceRules(Clock clock, LongSupplier epochs) {
        this.clock = clock;
        this.epochs = epochs;
    }

    /** By how much the epochs of feeds that begin anew move. */
    long step() {
        return 1 + epochs.getAsLong() % SpaceStore.MAX_STEP;
    }

    /** Admins create; managers change. What is not given stays as it is. Only admins say whose a space is. */
    StoredSpace put(Optional<StoredSpace> before, PutSpace request) {
        var space = before.orElseGet(() -> created(request));
        requireManager(space, request.actor());
        var owner = request.owner() == null ? space.owner() : request.owner();
        requireAdmin(!Objects.equals(owner, space.owner()), request.actor());
        var changed = new StoredSpace(
                space.head(),
                Objects.requireNonNullElse(request.title(), space.title()),
                Objects.requireNonNullElse(request.fields(), space.fields()),
                space.grants(),
                owner,
                space.usage());
        if (request.members() == null) {
            return changed;
        }
        var grants = new Grants(request.members());
        return before.isEmpty()
                ? new StoredSpace(changed.head(), changed.title(), changed.fields(), grants, owner, Usage.NONE)
                : changed.withGrants(grants);
    }

    /** A principal that is both set and removed is removed. */
    StoredSpace putMembers(Optional<StoredSpace> before, PutMembers request) {
        var space = before.orElseThrow(() -> Refusals.noSpace(request.space()));
        requireManager(space, request.actor());
        var members = new HashMap<>(space.grants().members());
        members.putAll(request.set());
        request.remove().forEach(members::remove);
        return space.withGrants(new Grants(members));
    }

    /** The actor's role after an update that he was allowed to make: he may have taken his own away. */
    static Role roleAfter(SpaceStore.Update update, Actor actor) {
        return Objects.requireNonNullElse(update.after().grants().roleOf(actor), Role.VIEWER);
    }

    private StoredSpace created(PutSpace request) {
        if (!request.actor().isAdmin()) {
            throw Refusals.noSpace(request.space());
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var head = new SpaceHead(request.space(), epochs.getAsLong(), 0, 0, FIRST_ACCESS_VERSION, now);
        return new StoredSpace(head, request.space(), List.of(), Grants.NONE, null, Usage.NONE);
    }

    /** A manager could make somebody else pay for the space. */
    private static void requireAdmin(boolean isOtherOwner, Actor actor) {
        if (isOtherOwner && !actor.isAdmin()) {
            throw Refusals.forbidden("only an admin may set 'owner'");
        }
    }

    private static void requireManager(StoredSpace space, Actor actor) {
        var role = space.grants().roleOf(actor);
        if (role == null) {
            throw Refusals.noSpace(space.head().space());
        }
        if (role != Role.MANAGER) {
            throw Refusals.forbidden(
                    "only a manager may change space '" + space.head().space() + "'");
        }
    }
}
