package dev.tdisp.lab.script;

import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.ResponderSource;
import dev.tdisp.spdm.transport.netty.SocketServer;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where a scripted device stands: the honest device behind the script, and the ways to it. One message at a time. */
final class DevicePlace implements AutoCloseable {
    private final SrIovDevice device;
    private final Script script;
    private final VirtualTime time;
    private final List<SocketServer> servers = new ArrayList<>();

    DevicePlace(SrIovDevice device, Script script, VirtualTime time) {
        this.device = device;
        this.script = script;
        this.time = time;
        device.dsm().protocols().intercept(script::handle);
    }

    SrIovDevice device() {
        return device;
    }

    UnaryOperator<Bytes> channel(VendorProtocol protocol) {
        return request -> exchange(protocol, request);
    }

    private synchronized Bytes exchange(VendorProtocol protocol, Bytes request) {
        return device.dsm()
                .protocols()
                .registry()
                .handle(Transcript.RAW, protocol.wrap(request))
                .flatMap(protocol::unwrap)
                .filter(answer -> !script.takeSilence())
                .orElse(Bytes.EMPTY);
    }

    SpdmTransport transport() {
        return new DoeTransport(object -> exchange(object).orElse(Bytes.EMPTY));
    }

    InetSocketAddress listen(int port) {
        ResponderSource source = ResponderSource.shared(PacketResponder.mailbox(this::exchange));
        SocketServer server = SocketServer.builder(Framing.emulator(EmulatorTransport.PCI_DOE), source)
                .port(port)
                .start();
        servers.add(server);
        return server.address();
    }

    private synchronized Optional<Bytes> exchange(Bytes object) {
        return device.dsm().exchange(object).filter(answer -> !script.takeSilence());
    }

    InterfaceId interfaceId(int vf) {
        DeviceFunction function = vf == 0 ? device.physicalFunction() : device.virtualFunction(vf);
        return device.interfaceOf(function).interfaceId();
    }

    /** Lets time pass in which nothing may come. */
    void pass(Duration duration) {
        if (servers.isEmpty()) {
            time.advance(duration);
        } else {
            script.waitFor(duration);
        }
    }

    @Override
    public void close() {
        servers.forEach(SocketServer::close);
    }
}
