package dev.tdisp.core.fabric;

import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A switch between devices and the host.
 *
 * <p>A memory request to a window of another port goes to the device there, unless {@link AccessControl} has it otherwise;
 * all else goes up. A request that is blocked gets a completion in the clear, as the switch has no keys. The messages by
 * which the two ends of a stream agree go where the requests of that stream went. For one thread at a time.
 *
 * <pre>{@code
 * var fabric = new PcieSwitch(RequesterId.of(3, 0, 0));
 * PcieSwitch.Port port = fabric.plug(device, host, Set.of());
 * port.openWindow(0x40_0000_0000L, 1 << 28);
 * }</pre>
 */
public final class PcieSwitch {
    private final RequesterId id;
    private final List<Port> ports = new ArrayList<>();

    /**
     * Creates a switch without devices.
     *
     * @param id whose name blocked requests are answered in
     */
    public PcieSwitch(RequesterId id) {
        this.id = id;
    }

    /**
     * Plugs a device in.
     *
     * @param device the device
     * @param upstream where its packets go that are for no peer
     * @param control what its port does with requests to peers
     * @return the port
     */
    public Port plug(PcieDevice device, UpstreamPort upstream, Set<AccessControl> control) {
        var port = new Port(device, upstream, control);
        ports.add(port);
        device.connect(port);
        return port;
    }

    /** A downstream port, with a device behind it. */
    public final class Port implements UpstreamPort {
        private final PcieDevice device;
        private final UpstreamPort upstream;
        private final Set<AccessControl> control = EnumSet.noneOf(AccessControl.class);
        private final List<Window> windows = new ArrayList<>();
        private final Map<StreamId, Port> partners = new HashMap<>();
        private long forwarded;

        private Port(PcieDevice device, UpstreamPort upstream, Set<AccessControl> control) {
            this.device = device;
            this.upstream = upstream;
            this.control.addAll(control);
        }

        /**
         * Leads the addresses of a window to the device.
         *
         * @param base the first address
         * @param size in bytes
         */
        public void openWindow(long base, long size) {
            windows.add(new Window(base, size));
        }

        /**
         * Changes what the port does with requests to peers.
         *
         * @param newControl the controls that are enabled
         */
        public void setControl(Set<AccessControl> newControl) {
            control.clear();
            control.addAll(newControl);
        }

        /**
         * Returns how many packets went from the device straight to peers.
         *
         * @return requests and messages
         */
        public long forwarded() {
            return forwarded;
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            Optional<Port> peer = partner(frame);
            if (peer.isPresent()) {
                return forward(frame, peer.get());
            }
            Optional<Request> request = Request.of(frame);
            if (request.filter(this::isTranslationBlocked).isPresent()) {
                return refuse(frame);
            }
            Optional<Port> target = request.flatMap(this::peerAt);
            if (target.isEmpty()) {
                return upstream.receive(frame);
            }
            return switch (target.get() == this
                    ? routeBack()
                    : route(request.get().addressType())) {
                case BLOCKED -> refuse(frame);
                case UP -> upstream.receive(frame);
                case STRAIGHT -> forward(frame, target.get());
            };
        }

        private Optional<Port> peerAt(Request request) {
            return ports.stream()
                    .filter(port -> port.windows.stream().anyMatch(window -> window.contains(request.address())))
                    .findFirst();
        }

        private boolean isTranslationBlocked(Request request) {
            return request.addressType() != AddressType.UNTRANSLATED
                    && control.contains(AccessControl.TRANSLATION_BLOCKING);
        }

        private Route routeBack() {
            return control.contains(AccessControl.UPSTREAM_FORWARDING) ? Route.UP : Route.BLOCKED;
        }

        private Route route(AddressType type) {
            boolean isTranslated = type == AddressType.TRANSLATED;
            boolean isDirect = isTranslated && control.contains(AccessControl.DIRECT_TRANSLATED);
            if (type == AddressType.TRANSLATION_REQUEST
                    || control.contains(AccessControl.REQUEST_REDIRECT) && !isDirect) {
                return Route.UP;
            }
            return control.contains(AccessControl.EGRESS_CONTROL) ? Route.BLOCKED : Route.STRAIGHT;
        }

        private Optional<LinkFrame> forward(LinkFrame frame, Port peer) {
            forwarded++;
            streamOf(frame).ifPresent(stream -> {
                partners.put(stream, peer);
                peer.partners.put(stream, this);
            });
            return peer.device.receive(frame).flatMap(peer::leadBack);
        }

        /** Leads a completion of the device to the peer that asked: straight, or with what the host makes of it. */
        private Optional<LinkFrame> leadBack(LinkFrame completion) {
            boolean isRelaxed = (Request.header(completion).at(2) & Request.RELAXED_ORDERING) != 0;
            return control.contains(AccessControl.COMPLETION_REDIRECT) && !isRelaxed
                    ? upstream.receive(completion)
                    : Optional.of(completion);
        }

        private Optional<LinkFrame> refuse(LinkFrame frame) {
            return Request.nonPosted(frame)
                    .map(request -> Completion.failed(id, request, CompletionStatus.UNSUPPORTED_REQUEST))
                    .map(LinkFrame.Plain::new);
        }

        private Optional<Port> partner(LinkFrame frame) {
            if (frame instanceof LinkFrame.Plain plain) {
                return IdeMessages.failedStream(plain.tlp()).map(partners::get);
            }
            boolean isLocal = Request.isLocalMessage(((LinkFrame.Protected) frame).header());
            return isLocal ? streamOf(frame).map(partners::get) : Optional.empty();
        }

        private static Optional<StreamId> streamOf(LinkFrame frame) {
            return frame instanceof LinkFrame.Protected sealed
                    ? Optional.of(sealed.prefix().streamId())
                    : Optional.empty();
        }
    }

    private enum Route {
        STRAIGHT,
        UP,
        BLOCKED
    }

    private record Window(long base, long size) {
        boolean contains(long address) {
            return Long.compareUnsigned(address - base, size) < 0;
        }
    }

    /** What a header says of a memory request. */
    private record Request(long address, AddressType addressType) {
        private static final int LOCAL_MESSAGE = 0x14;
        private static final int LONG_HEADER = 1 << 5;
        private static final int TYPE = 0x1F;
        private static final int ADDRESS = 8;
        private static final int RELAXED_ORDERING = 1 << 5;

        static Optional<Request> of(LinkFrame frame) {
            Bytes header = header(frame);
            if (!Tlp.hasMemoryAddress(header)) {
                return Optional.empty();
            }
            WireReader in = WireReader.of(header.from(ADDRESS));
            boolean isLong = (header.at(0) & LONG_HEADER) != 0;
            long address = (isLong ? in.u64BigEndian("Address") : in.u32BigEndian("Address")) & ~3L;
            return Optional.of(new Request(address, AddressType.values()[header.at(2) >>> 2 & 3]));
        }

        static Bytes header(LinkFrame frame) {
            return frame instanceof LinkFrame.Plain plain
                    ? plain.tlp().header()
                    : ((LinkFrame.Protected) frame).header();
        }

        /** Returns a request that waits for a completion, with the data as they are on the link. */
        static Optional<Tlp> nonPosted(LinkFrame frame) {
            Tlp tlp = frame instanceof LinkFrame.Plain plain
                    ? plain.tlp()
                    : Tlp.decode(header(frame).plus(((LinkFrame.Protected) frame).data()));
            return tlp.subStream() == SubStream.NON_POSTED ? Optional.of(tlp) : Optional.empty();
        }

        static boolean isLocalMessage(Bytes header) {
            return !header.isEmpty() && (header.at(0) & TYPE) == LOCAL_MESSAGE;
        }
    }
}
