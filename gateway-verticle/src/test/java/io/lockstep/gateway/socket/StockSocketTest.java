package io.lockstep.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lockstep.gateway.session.Frame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class StockSocketTest {
    /** As Vert.x has it between the end of a WebSocket and the call of its close handler. */
    private static final ServerWebSocket CLOSED = fake(ServerWebSocket.class);

    private final SocketLink link = new StockSocket(CLOSED, fake(HttpConnection.class), new Wheel(System::nanoTime));

    private static <T> T fake(Class<T> type) {
        var fake = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (method.getName().equals("isClosed")) {
                return true;
            }
            throw new IllegalStateException("WebSocket is closed");
        });
        return type.cast(fake);
    }

    /** Who asked it while an event was handed out kept the event from all listeners after it. */
    @Test
    void socket_that_has_just_closed_throws_at_nobody_and_keeps_nothing_waiting() {
        assertThat(link.isWritable()).isTrue();
        assertThatCode(() -> {
                    link.write(new Frame("text"));
                    link.ping(new byte[4]);
                    link.pause();
                    link.resume();
                    link.onDrain(() -> {});
                    link.close(1000, "");
                })
                .doesNotThrowAnyException();
    }
}
