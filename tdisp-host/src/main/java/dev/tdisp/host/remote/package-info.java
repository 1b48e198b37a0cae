/**
 * The upper end of a link to a device in another process.
 *
 * <p>A {@link dev.tdisp.host.remote.RemoteDevice} is a {@link dev.tdisp.core.pcie.PcieDevice} like any other: plug it in. What
 * it does is {@code dev.tdisp.device.remote}'s, at the other end of a socket.
 *
 * <pre>{@code
 * try (var device = RemoteDevice.connect(address, SocketOptions.DEFAULT)) {
 *     device.follow(env.clock());
 *     vmm.plugIn(device);
 * }
 * }</pre>
 */
@NullMarked
package dev.tdisp.host.remote;

import org.jspecify.annotations.NullMarked;
