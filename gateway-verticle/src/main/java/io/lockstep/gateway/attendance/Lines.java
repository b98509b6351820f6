package io.lockstep.gateway.attendance;

import io.lockstep.contract.Actor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.LockOwner;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places in lines for locks that sockets of this node have taken and not got the lock for yet. When the last socket that
 * waits at a place has gone, the place is given up at once; otherwise the lock would be granted to nobody, and those behind
 * would wait for it to run out.
 *
 * <p>A place belongs to an owner, so two tabs of one user may share it: one that goes leaves it to the other. Best effort:
 * what is not given up here ends when its owner has not been seen for a while. Thread-safe: guarded by itself.
 */
public final class Lines {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    /** Of one socket; those beyond are left to the lock service. */
    private static final int MAX_PLACES = 1_000;

    private final Locks locks;

    /** Who waits at a place: the actor, by his socket. */
    private final Map<Place, Map<String, Actor>> waiting = new HashMap<>();

    private final Map<String, Set<Place>> placesBySocket = new HashMap<>();

    private record Place(String space, String document, String field, LockOwner owner) {}

    public Lines(Locks locks) {
        this.locks = locks;
    }

    /** The socket's request was refused, and given a place in the line. */
    public synchronized void entered(String socket, AcquireLock request) {
        var places = placesBySocket.computeIfAbsent(socket, first -> new HashSet<>());
        if (places.size() < MAX_PLACES) {
            var place = new Place(request.space(), request.document(), request.field(), request.owner());
            places.add(place);
            waiting.computeIfAbsent(place, first -> new HashMap<>(1)).put(socket, request.actor());
        }
    }

    /** The lock is its owner's: nobody waits at the place any more. */
    public synchronized void got(AcquireLock request) {
        clear(new Place(request.space(), request.document(), request.field(), request.owner()));
    }

    /** The same, as the lock service tells it. */
    public synchronized void got(Event.Granted granted) {
        var owner = new LockOwner(granted.user(), granted.session());
        clear(new Place(granted.space(), granted.document(), granted.field(), owner));
    }

    /** The place was given up by a request, be it the user's or his session's. */
    public synchronized void left(ReleaseLock request) {
        var actor = request.actor();
        clear(new Place(request.space(), request.document(), request.field(), new LockOwner(actor.user(), null)));
        if (!actor.session().isEmpty()) {
            var owner = new LockOwner(actor.user(), actor.session());
            clear(new Place(request.space(), request.document(), request.field(), owner));
        }
    }

    private void clear(Place place) {
        waiting.getOrDefault(place, Map.of()).keySet().forEach(socket -> forget(socket, place));
        waiting.remove(place);
    }

    private void forget(String socket, Place place) {
        var places = placesBySocket.get(socket);
        if (places != null && places.remove(place) && places.isEmpty()) {
            placesBySocket.remove(socket);
        }
    }

    /** The socket has gone: gives up the places at which no other waits. */
    public void closed(String socket) {
        for (var place : abandoned(socket)) {
            locks.release(place)
                    .onFailure(failure -> LOG.atDebug()
                            .addKeyValue("space", place.space())
                            .setCause(failure)
                            .log("a place in a line was not given up"));
        }
    }

    private synchronized List<ReleaseLock> abandoned(String socket) {
        var abandoned = new ArrayList<ReleaseLock>(0);
        var places = placesBySocket.remove(socket);
        for (var place : places == null ? Set.<Place>of() : places) {
            var sockets = waiting.getOrDefault(place, new HashMap<>());
            var actor = sockets.remove(socket);
            if (actor != null && sockets.isEmpty()) {
                waiting.remove(place);
                abandoned.add(new ReleaseLock(actor, place.space(), place.document(), place.field()));
            }
        }
        return abandoned;
    }
}
