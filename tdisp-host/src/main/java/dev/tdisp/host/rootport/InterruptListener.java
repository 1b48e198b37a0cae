package dev.tdisp.host.rootport;

/** Whoever waits for interrupts. */
@FunctionalInterface
public interface InterruptListener {
    /**
     * Takes an interrupt.
     *
     * @param interrupt what arrived
     */
    void interrupt(Interrupt interrupt);
}
