package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.tsm.Binding;
import java.util.Optional;

/**
 * The state of all four parties, as far as it concerns one virtual function. Nobody is asked for it: each part is what a
 * party has in its own books, so that parties may disagree.
 *
 * @param vf which virtual function, from 1
 * @param isPlugged whether the device is there
 * @param tdi DSM: the state of the interface
 * @param deviceStream DSM: the default stream at the device
 * @param deviceSessions DSM: how many sessions live at the device
 * @param isConnected TSM: whether it has a session
 * @param hostStream TSM: the default stream at the root port
 * @param binding TSM: whom the interface is bound to, at which epoch
 * @param isGateOpen TSM: whether requests with T pass into private memory
 * @param privatePages TSM: how many pages of the device guests have mapped as private
 * @param assignedTo VMM: whom the function is assigned to
 * @param guest TVM: what it believes
 */
public record PartiesState(
        int vf,
        boolean isPlugged,
        TdiState tdi,
        StreamView deviceStream,
        int deviceSessions,
        boolean isConnected,
        StreamView hostStream,
        Optional<Binding> binding,
        boolean isGateOpen,
        int privatePages,
        Optional<TvmId> assignedTo,
        GuestView guest) {}
