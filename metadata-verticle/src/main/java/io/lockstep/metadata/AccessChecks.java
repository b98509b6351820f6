package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Access;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The questions of what somebody may do in a space: those that come while one statement is on its way share the next, so that
 * thousands of clients who come back at once are a few statements. An answer is never older than its question. For one event
 * loop.
 */
final class AccessChecks {
    private static final String CHECK_ACCESSES = Sql.of("checkAccesses");
    private static final Access NOTHING = new Access(null, 0);
    private static final int MAX_TOGETHER = 500;

    private final Database database;
    private List<Question> waiting = new ArrayList<>();
    private boolean isAsking;

    private record Question(Actor actor, String space, Promise<Access> answer) {}

    AccessChecks(Database database) {
        this.database = database;
    }

    Future<Access> ask(Actor actor, String space) {
        var question = new Question(actor, space, Promise.promise());
        waiting.add(question);
        if (!isAsking) {
            askNext();
        }
        return question.answer().future();
    }

    private void askNext() {
        var together = waiting.subList(0, Math.min(waiting.size(), MAX_TOGETHER));
        var questions = List.copyOf(together);
        waiting = new ArrayList<>(waiting.subList(questions.size(), waiting.size()));
        isAsking = true;
        database.query(CHECK_ACCESSES, parameters(questions))
                .onComplete(
                        rows -> answer(questions, rows),
                        failure ->
                                questions.forEach(question -> question.answer().fail(failure)))
                .onComplete(answered -> {
                    isAsking = false;
                    if (!waiting.isEmpty()) {
                        askNext();
                    }
                });
    }

    private static Tuple parameters(List<Question> questions) {
        var spaces = new String[questions.size()];
        var admins = new Boolean[questions.size()];
        var numbers = new ArrayList<Integer>();
        var principals = new ArrayList<String>();
        for (int i = 0; i < spaces.length; i++) {
            var question = questions.get(i);
            spaces[i] = question.space();
            admins[i] = question.actor().isAdmin();
            for (var principal : question.actor().principals()) {
                numbers.add(i + 1);
                principals.add(principal);
            }
        }
        return Tuple.tuple()
                .addArrayOfString(spaces)
                .addArrayOfBoolean(admins)
                .addArrayOfInteger(numbers.toArray(Integer[]::new))
                .addArrayOfString(principals.toArray(String[]::new));
    }

    private static void answer(List<Question> questions, RowSet<Row> rows) {
        rows.forEach(row -> {
            var role = row.getString("role");
            questions
                    .get(row.getInteger("number") - 1)
                    .answer()
                    .complete(new Access(role == null ? null : Role.ofJson(role), row.getLong("access_version")));
        });
        questions.forEach(question -> question.answer().tryComplete(NOTHING));
    }
}
