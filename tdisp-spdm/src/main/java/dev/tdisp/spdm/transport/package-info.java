/**
 * How SPDM messages travel: the bindings as pure codecs, and the exchange of one request for one response.
 *
 * <p>A {@link dev.tdisp.spdm.transport.TransportMessage} says whether its payload is a message in the clear or a secured
 * record; {@link dev.tdisp.spdm.transport.SpdmTransport} is the requester's end, a function of one message to an
 * optional answer is the responder's. {@link dev.tdisp.spdm.transport.DoeTransport} and
 * {@link dev.tdisp.spdm.transport.DoeResponder} put PCI DOE objects between the two.
 *
 * <p>{@link dev.tdisp.spdm.transport.EmulatorFrame} and {@link dev.tdisp.spdm.transport.TcpFrame} are what travels on
 * sockets; {@link dev.tdisp.spdm.transport.PacketResponder} is what a server puts behind one.
 * {@link dev.tdisp.spdm.transport.FaultyTransport} and {@link dev.tdisp.spdm.transport.LoggingTransport} decorate a
 * transport.
 */
@NullMarked
package dev.tdisp.spdm.transport;

import org.jspecify.annotations.NullMarked;
