package io.lockstep.gateway.socket;

/** Sockets that Vert.x goes on to serve. */
class StockSocketIT extends SocketSuite {
    StockSocketIT() {
        super(false);
    }

    @Override
    int codeOfViolation(int code) {
        return 0;
    }
}
