package io.lockstep.gateway.socket;

/** Sockets that leave Vert.x after their handshake. */
class TakenOverSocketIT extends SocketSuite {
    TakenOverSocketIT() {
        super(true);
    }

    @Override
    int codeOfViolation(int code) {
        return code;
    }
}
