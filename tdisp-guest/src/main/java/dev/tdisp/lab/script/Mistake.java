package dev.tdisp.lab.script;

/** Says that a script asks for what cannot be done, where only a run shows that; never leaves this package. */
final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mistake(String what) {
        super(what, null, false, false);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
