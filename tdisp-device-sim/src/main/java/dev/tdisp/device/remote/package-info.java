/**
 * The whole device on a socket: its link runs between two processes.
 *
 * <p>Configuration cycles, packets both ways and resets travel as {@link dev.tdisp.core.pcie.LinkMessage}s, and with them
 * everything else: DOE is configuration cycles, DMA and interrupts are packets of the device. The upper end is
 * {@code dev.tdisp.host.remote}.
 *
 * <pre>{@code
 * try (var server = DeviceServer.builder(device).time(time).start()) {
 *     server.address(); // where the host connects
 * }
 * }</pre>
 */
@NullMarked
package dev.tdisp.device.remote;

import org.jspecify.annotations.NullMarked;
