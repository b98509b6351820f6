package io.lockstep.deploy.selftest;

import java.util.List;

/** Whether a proxy lets everything through that Lockstep needs, tried from outside, by its public address. */
final class ProxyChecks {
    private static final String ANSWERS = "Proxy answers";
    private static final String UPGRADE = "Proxy passes WebSockets";
    private static final String STREAM = "Proxy buffers no streams";
    private static final String HOST = "Proxy forwards the host";
    private static final String SCHEME = "Proxy forwards the scheme";
    private static final int FORBIDDEN = 403;
    private static final int MIN_FAILED = 400;

    private final Report report;

    ProxyChecks(Report report) {
        this.report = report;
    }

    void skip(String why) {
        List.of(ANSWERS, UPGRADE, STREAM, HOST, SCHEME).forEach(check -> report.skip(check, why));
    }

    void run(Visitor visitor) throws InterruptedException {
        boolean answers = report.check(
                ANSWERS,
                "start it, correct its address (--url, LOCKSTEP_PUBLIC_URL), or have its certificate signed by an authority"
                        + " that Java trusts",
                () -> ServerChecks.answers(visitor));
        if (!answers) {
            List.of(UPGRADE, STREAM, HOST, SCHEME).forEach(check -> report.skip(check, "as the proxy does not answer"));
            return;
        }
        report.check(
                UPGRADE,
                "let it pass upgrades: proxy_http_version 1.1 and the headers Upgrade and Connection (nginx),"
                        + " mod_proxy_wstunnel or upgrade=websocket (Apache); nothing to do in HAProxy and Caddy",
                visitor::hearOnSocket);
        report.check(
                STREAM,
                "switch its buffering off: proxy_buffering off (nginx), flushpackets=on (Apache), flush_interval -1 (Caddy);"
                        + " and compression of text/event-stream",
                visitor::hearOnStream);
        report.check(HOST, "look at the proxy's log", () -> host(visitor));
        if (!visitor.url().getScheme().equals("https")) {
            report.skip(SCHEME, "as its address is not https");
            return;
        }
        report.check(SCHEME, "look at the proxy's log", () -> scheme(visitor));
    }

    private static String host(Visitor visitor) throws Exception {
        int status = visitor.asPage().statusCode();
        Finding.unless(
                status != FORBIDDEN,
                "the server does not know its public address: pages are refused",
                "let the proxy pass the header Host on: proxy_set_header Host $host (nginx), ProxyPreserveHost On (Apache);"
                        + " with X-Forwarded-Host, trust it by LOCKSTEP_TRUSTED_PROXIES");
        Finding.unless(status < MIN_FAILED, "pages are answered with status " + status, "look at the server's log");
        return "pages of " + visitor.url().getAuthority() + " are its own";
    }

    private static String scheme(Visitor visitor) throws Exception {
        boolean isSecure = visitor.asPage().headers().allValues("Set-Cookie").stream()
                .anyMatch(cookie -> cookie.contains("Secure"));
        Finding.unless(
                isSecure,
                "the server believes that it is reached without TLS: its cookie is not marked Secure",
                "let the proxy send X-Forwarded-Proto: https, and trust it by LOCKSTEP_TRUSTED_PROXIES=<its address>");
        return "cookies are for https only";
    }
}
