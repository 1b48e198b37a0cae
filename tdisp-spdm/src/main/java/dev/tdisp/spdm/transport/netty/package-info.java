/**
 * SPDM over sockets: servers and clients, on Netty.
 *
 * <pre>{@code
 * Framing framing = Framing.emulator(EmulatorTransport.PCI_DOE);
 * try (var server = SocketServer.builder(framing, () -> PacketResponder.mailbox(mailbox)).start();
 *         var client = SocketClient.connect(server.address(), framing, SocketOptions.DEFAULT)) {
 *     client.greet();
 *     var requester = new SpdmRequester(client.transport(), options, env);
 * }
 * }</pre>
 *
 * <p>{@link dev.tdisp.spdm.transport.netty.Framing} says what a frame is: that of the reference emulator's socket, or
 * that of the TCP binding (DSP0287). {@link dev.tdisp.spdm.transport.netty.SocketServer} serves many clients at once,
 * {@link dev.tdisp.spdm.transport.netty.SocketClient} blocks its caller for each exchange. Both bound what they receive
 * before they allocate it, and neither shows a type of Netty's.
 *
 * <p>{@link dev.tdisp.spdm.transport.netty.FrameChannel} and {@link dev.tdisp.spdm.transport.netty.FrameListener} carry
 * frames of anything else both ways, for protocols in which both ends may speak.
 */
@NullMarked
package dev.tdisp.spdm.transport.netty;

import org.jspecify.annotations.NullMarked;
