package io.lockstep.contract.push;

/** Shows a token, which is good for nothing afterwards. */
public record TakePreAuth(String token) {
    public TakePreAuth {
        PreAuth.requireToken(token);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "TakePreAuth[]";
    }
}
