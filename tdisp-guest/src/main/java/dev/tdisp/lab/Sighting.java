package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;

/**
 * Who sees what of a disturbance. TDISP has no message by which a device tells of an error: it is seen by side effects, or by
 * asking.
 *
 * @param device the state of the interface right after the disturbance
 * @param registersAnswer TVM: whether the registers of the device still answer
 * @param poll TVM: what it hears when it asks
 * @param hostStream TSM: its end of the stream before anybody asks
 * @param isGateOpen TSM: whether the gate is still open before anybody asks
 * @param isConnected TSM: whether it still has a session before anybody asks
 * @param isLogged VMM: whether the device has logged an uncorrectable error
 */
public record Sighting(
        TdiState device,
        boolean registersAnswer,
        GuestPoll poll,
        StreamView hostStream,
        boolean isGateOpen,
        boolean isConnected,
        boolean isLogged) {}
