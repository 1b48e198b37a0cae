/**
 * The TEE security manager: the host's trusted party, between the guests and the device.
 *
 * <p>It alone holds keys, nonces and trusted tables. The hypervisor asks it to connect, bind and unbind, and carries its
 * messages; the {@linkplain dev.tdisp.host.tsm.GuestCalls guest} asks it for the truth and decides.
 *
 * <pre>
 *   hypervisor: connect --&gt; bind ------------------------------------------&gt; unbind --&gt; disconnect
 *   guest:                        status, measure, acceptMmio, start, openGate
 *   device:     SPDM, IDE_KM      LOCK, report               START             STOP       K_SET_STOP, END_SESSION
 * </pre>
 *
 * <p>Evidence is large and belongs to the hypervisor's cache; here are only digests of it, under a {@link
 * dev.tdisp.host.tsm.BindEpoch} that says which lock, measurement and report they are of.
 */
@NullMarked
package dev.tdisp.host.tsm;

import org.jspecify.annotations.NullMarked;
