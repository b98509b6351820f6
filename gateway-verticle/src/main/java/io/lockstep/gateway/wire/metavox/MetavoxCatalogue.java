package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * All field definitions, which in MetaVox belong to no folder but are assigned to folders.
 *
 * <p>A folder's own definitions are those of its space, so that every wire shows and checks them. What a space does not
 * know of them, and those that no folder has, is kept in the {@link MetavoxSettings}. A field is changed everywhere at once,
 * therefore by somebody only who manages every folder that has it.
 */
final class MetavoxCatalogue {
    private static final String DOCUMENT = "fields";

    private final Edge edge;
    private final MetavoxSettings settings;

    MetavoxCatalogue(Edge edge, MetavoxSettings settings) {
        this.edge = edge;
        this.settings = settings;
    }

    /** What somebody may know: the fields of his folders, and every one if he manages a folder. In the order of sorting. */
    Future<List<MetavoxField>> visible(Identity identity) {
        var kept = kept();
        var folders = folders(identity.actor());
        return Future.all(kept, folders)
                .compose(both -> spaces(identity.actor(), folders.result()))
                .map(spaces -> visible(kept.result(), spaces, isManager(folders.result())));
    }

    private static List<MetavoxField> visible(Map<String, MetavoxField> kept, List<Space> spaces, boolean isManager) {
        var fields = new LinkedHashMap<String, MetavoxField>();
        if (isManager) {
            fields.putAll(kept);
        }
        for (var space : spaces) {
            space.fields().forEach(definition -> fields.putIfAbsent(definition.name(), known(definition, kept)));
        }
        return fields.values().stream()
                .sorted(Comparator.comparingInt(MetavoxField::sortOrder))
                .toList();
    }

    private static boolean isManager(List<Spaces.Summary> folders) {
        return folders.stream().anyMatch(folder -> folder.role() == Role.MANAGER);
    }

    private static MetavoxField known(FieldDefinition definition, Map<String, MetavoxField> kept) {
        var more = kept.get(definition.name());
        return more == null
                ? MetavoxField.of(definition)
                : new MetavoxField(definition, more.description(), more.sortOrder(), more.isOfFolder());
    }

    /** The fields that are assigned to a folder's files. */
    Future<List<MetavoxField>> ofFiles(Space space) {
        return kept().map(kept ->
                space.fields().stream().map(field -> known(field, kept)).toList());
    }

    /** The definitions of these names that still exist. */
    Future<List<MetavoxField>> named(List<String> names) {
        return kept().map(kept ->
                names.stream().filter(kept::containsKey).map(kept::get).toList());
    }

    private Future<Map<String, MetavoxField>> kept() {
        return settings.read(DOCUMENT).map(MetavoxCatalogue::fields);
    }

    private static Map<String, MetavoxField> fields(JsonObject kept) {
        var fields = new LinkedHashMap<String, MetavoxField>();
        kept.fieldNames().forEach(name -> fields.put(name, MetavoxField.ofKept(name, kept.getJsonObject(name))));
        return fields;
    }

    /** Fails with FORBIDDEN for who manages no folder, BAD_REQUEST when the name or its number is taken. */
    Future<MetavoxField> add(Identity identity, MetavoxField field) {
        return visible(identity)
                .compose(visible -> requireManager(identity)
                        .compose(allowed -> settings.change(identity, DOCUMENT, kept -> {
                            requireFree(field, visible);
                            requireFree(field, fields(kept).values());
                            return new MetavoxSettings.Change<>(
                                    new JsonObject().put(field.name(), field.kept()), field);
                        })));
    }

    private static void requireFree(MetavoxField field, Iterable<MetavoxField> others) {
        for (var other : others) {
            if (other.id() == field.id()) {
                throw Require.badRequest("Field name already exists");
            }
        }
    }

    private Future<Void> requireManager(Identity identity) {
        return folders(identity.actor())
                .compose(folders -> isManager(folders)
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new ServiceException(FailureCode.FORBIDDEN, "this needs a manager of a group folder")));
    }

    /** Fails as {@link #add} does, and with FORBIDDEN for who does not manage every folder that has the field. */
    Future<Void> change(Identity identity, MetavoxField field) {
        return everywhere(
                        identity,
                        field,
                        space -> space.stream()
                                .map(old -> old.name().equals(field.name()) ? field.definition() : old)
                                .toList())
                .compose(changed -> keep(identity, new JsonObject().put(field.name(), field.kept())));
    }

    /** Values that files have of it stay in them and are no longer shown. Fails as {@link #change} does. */
    Future<Void> remove(Identity identity, MetavoxField field) {
        return everywhere(
                        identity,
                        field,
                        space -> space.stream()
                                .filter(old -> !old.name().equals(field.name()))
                                .toList())
                .compose(changed -> keep(identity, new JsonObject().putNull(field.name())));
    }

    private Future<Void> keep(Identity identity, JsonObject patch) {
        return settings.change(identity, DOCUMENT, kept -> new MetavoxSettings.Change<>(patch, patch))
                .mapEmpty();
    }

    private Future<Void> everywhere(
            Identity identity, MetavoxField field, UnaryOperator<List<FieldDefinition>> definitions) {
        return requireManager(identity)
                .compose(allowed -> folders(Actor.SYSTEM))
                .compose(folders -> spaces(Actor.SYSTEM, folders))
                .map(all -> all.stream()
                        .filter(space -> space.fields().stream()
                                .anyMatch(old -> old.name().equals(field.name())))
                        .toList())
                .compose(having -> Future.all(having.stream()
                                .map(space -> edge.access().require(identity, space.space(), Role.MANAGER))
                                .toList())
                        .compose(allowed -> Future.all(having.stream()
                                .map(space -> edge.metadata()
                                        .putSpace(new PutSpace(
                                                identity.actor(),
                                                space.space(),
                                                null,
                                                definitions.apply(space.fields()),
                                                null)))
                                .toList())))
                .mapEmpty();
    }

    /** The group folders that the actor may read, in the order of their numbers. */
    Future<List<Spaces.Summary>> folders(Actor actor) {
        return MetavoxFinder.folders(edge, actor);
    }

    private Future<List<Space>> spaces(Actor actor, List<Spaces.Summary> folders) {
        return MetavoxFinder.inTurn(folders, folder -> edge.metadata().space(new GetSpace(actor, folder.space())));
    }
}
