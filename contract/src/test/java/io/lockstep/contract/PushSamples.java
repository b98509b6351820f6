package io.lockstep.contract;

import static io.lockstep.contract.Sample.answer;
import static io.lockstep.contract.Sample.request;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import io.lockstep.contract.metadata.GetAccount;
import io.lockstep.contract.push.AskPushHealth;
import io.lockstep.contract.push.CheckSelfTest;
import io.lockstep.contract.push.ClosePushSockets;
import io.lockstep.contract.push.CountMounts;
import io.lockstep.contract.push.CountPushSockets;
import io.lockstep.contract.push.Mounts;
import io.lockstep.contract.push.PreAuthKept;
import io.lockstep.contract.push.PreAuthTaken;
import io.lockstep.contract.push.PushCounts;
import io.lockstep.contract.push.PushHealth;
import io.lockstep.contract.push.PutPreAuth;
import io.lockstep.contract.push.SelfTestCookie;
import io.lockstep.contract.push.TakePreAuth;
import io.lockstep.contract.push.TellVersion;
import io.lockstep.contract.push.VersionTold;
import java.util.List;

/** The samples of what the push protocol needs. */
final class PushSamples {
    private static final String TOKEN = "vJ4xk0Qm7yPzT2sWc9aLhR5nE8bUdG1f";

    static final List<Sample> ALL = List.of(
            request(new GetAccount("alice"), "user"),
            request(new PutPreAuth("alice", TOKEN), "user", "token"),
            answer(new PreAuthKept()),
            request(new TakePreAuth(TOKEN), "token"),
            answer(new PreAuthTaken("alice")),
            answer(new PreAuthTaken(null)).in("PreAuthTaken.2"),
            request(new CheckSelfTest(TOKEN), "token"),
            answer(new SelfTestCookie(4294967295L)),
            request(new CountMounts(TOKEN, 4294967295L), "token", "storage"),
            answer(new Mounts(3)),
            request(new TellVersion(TOKEN, "1.4.0"), "token", "version"),
            answer(new VersionTold()),
            request(new AskPushHealth()),
            answer(new PushHealth(true, false)),
            request(new ClosePushSockets()),
            request(new CountPushSockets("lockstep.push.counts.of.1"), "replyTo"),
            answer(new PushCounts(1, 2, 3, 4, 5, 6, 7)),
            request(new Event.Notified("alice", NoticeKind.FILE, List.of(5L, 12L)), "type", "user", "kind"),
            request(new Event.Notified("alice", NoticeKind.ACTIVITY, null), "type", "user", "kind")
                    .in("Notified.2"));

    private PushSamples() {}
}
