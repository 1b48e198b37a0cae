package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.RegionKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Devices that are wrong about memory requests, their own and others', interrupts, and tracked registers. */
final class PacketFaults {
    private static final int COMMAND = Type0Header.COMMAND;
    private static final int LARGEST_PAYLOAD = 5 << PciExpressCapability.DEVICE_CONTROL_PAYLOAD_SHIFT;
    private static final int SECOND_STREAM = Places.STREAM_CONTROL + Places.TO_SECOND_STREAM;
    private static final long INTERRUPTS = 0xFEE0_0000L;
    private static final Tlp NOTHING = new ConfigRead(new RequesterId(0), 0, new RequesterId(0), 0, 4);

    private PacketFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(interrupts(), windows(), requests(), tracking())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> interrupts() {
        return List.of(
                of("INTERRUPTS_TWICE", "P-015", "Sends each interrupt twice.").behind(device -> new Front(device) {
                    @Override
                    public void connect(UpstreamPort port) {
                        super.connect(frame -> {
                            if (plain(frame) instanceof MemoryWrite write && write.address() == INTERRUPTS) {
                                port.receive(frame);
                            }
                            return port.receive(frame);
                        });
                    }
                }),
                of("IGNORES_THE_FUNCTION_MASK", "P-016", "Sends interrupts in spite of Function Mask.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == Places.MSIX_CONTROL && size == 2;
                                super.configWrite(
                                        function,
                                        offset,
                                        size,
                                        isMeant ? value & ~MsixCapability.CONTROL_FUNCTION_MASK : value);
                            }
                        }),
                of("IS_ALWAYS_BUS_MASTER", "P-017", "Its virtual functions stay bus master.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == COMMAND && size == 2 && !isFunction0(function);
                                super.configWrite(
                                        function,
                                        offset,
                                        size,
                                        isMeant ? value | Type0Header.COMMAND_BUS_MASTER : value);
                            }
                        }),
                of("LETS_PENDING_BITS_BE_WRITTEN", "P-018", "A write clears the pending bits.")
                        .behind(device -> new Front(device) {
                            @Override
                            public Optional<LinkFrame> receive(LinkFrame frame) {
                                if (plain(frame) instanceof MemoryWrite write) {
                                    target(device, write.address())
                                            .filter(region -> region.kind() == RegionKind.MSIX_PENDING)
                                            .ifPresent(
                                                    region -> region.content().scrub());
                                }
                                return super.receive(frame);
                            }
                        }),
                LinkFaults.policy(
                        "INTERRUPTS_WITH_T_WHILE_LOCKED",
                        "P-105",
                        "Sends interrupts with T in CONFIG_LOCKED.",
                        tdi -> new LinkFaults.Other(tdi) {
                            @Override
                            public Optional<LinkContext> issue(RequestKind kind) {
                                boolean isWrong = tdi.state() == TdiState.CONFIG_LOCKED && kind == RequestKind.MSIX;
                                return isWrong
                                        ? Optional.of(LinkContext.trusted(new StreamId(0x10)))
                                        : super.issue(kind);
                            }
                        }));
    }

    private static List<WrongDevice> windows() {
        return List.of(
                of("ANSWERS_EVERYWHERE", "P-021", "Answers reads of memory that no window holds.")
                        .behind(device -> new Front(device) {
                            @Override
                            public Optional<LinkFrame> receive(LinkFrame frame) {
                                Optional<LinkFrame> answer = super.receive(frame);
                                boolean isWrong = plain(frame) instanceof MemoryRead read
                                        && target(device, read.address()).isEmpty();
                                return isWrong ? Optional.of(zeros((MemoryRead) plain(frame))) : answer;
                            }

                            private LinkFrame zeros(MemoryRead read) {
                                return new LinkFrame.Plain(Completion.of(self(), read, Bytes.filled(0, read.length())));
                            }
                        }),
                of("ANSWERS_AT_ITS_OLD_PLACE", "P-022", "Answers where its BAR was before it was moved.")
                        .behind(device -> new Redirecting(device) {
                            private final long first = start(physical(device));

                            @Override
                            long redirected(long address) {
                                long size = physical(device)
                                        .bars()
                                        .get(0)
                                        .definition()
                                        .size();
                                boolean isOld = address >= first && address < first + size;
                                return isOld ? address - first + start(physical(device)) : address;
                            }
                        }),
                of("SHARES_A_WINDOW", "P-033", "The second virtual function answers with the memory of the first.")
                        .behind(device -> new Redirecting(device) {
                            @Override
                            long redirected(long address) {
                                long size =
                                        virtual(2).bars().get(0).definition().size();
                                boolean isSecond = address >= start(virtual(2)) && address < start(virtual(2)) + size;
                                return isSecond ? address - size : address;
                            }
                        }),
                of(
                                "OWES_VIRTUAL_MEMORY_TO_COMMAND",
                                "P-034",
                                "Memory of virtual functions needs the enable of function 0.")
                        .behind(device -> new Front(device) {
                            @Override
                            public Optional<LinkFrame> receive(LinkFrame frame) {
                                boolean isOff = (dword(COMMAND) & Type0Header.COMMAND_MEMORY_SPACE) == 0;
                                return isOff && plain(frame) instanceof MemoryRead read
                                        ? Optional.of(new LinkFrame.Plain(
                                                Completion.failed(self(), read, CompletionStatus.UNSUPPORTED_REQUEST)))
                                        : super.receive(frame);
                            }
                        }));
    }

    private static List<WrongDevice> requests() {
        return List.of(
                of("FINISHES_AFTER_STOP", "P-109", "Writes what came after its interface left RUN.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void connect(UpstreamPort port) {
                                super.connect(frame -> {
                                    TdiState before =
                                            device.interfaceOf(virtual(1)).state();
                                    Optional<LinkFrame> answer = port.receive(frame);
                                    boolean isLate = before == TdiState.RUN
                                            && device.interfaceOf(virtual(1)).state() != before;
                                    if (isLate && answer.isPresent()) {
                                        port.receive(new LinkFrame.Plain(new MemoryWrite(
                                                virtual(1).requesterId(), 0, 0x1_0000_1000L, Bytes.filled(0, 4))));
                                    }
                                    return answer;
                                });
                            }
                        }),
                of("SENDS_LARGE_PAYLOADS", "P-124", "Does not heed Max Payload Size.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == Places.DEVICE_CONTROL && size == 2 && isFunction0(function);
                                super.configWrite(function, offset, size, isMeant ? value | LARGEST_PAYLOAD : value);
                            }
                        }),
                of("HAS_ONE_TAG", "P-125", "Uses the same tag for all reads.").behind(device -> new Front(device) {
                    @Override
                    public void connect(UpstreamPort port) {
                        super.connect(frame -> plain(frame) instanceof MemoryRead read
                                ? port.receive(new LinkFrame.Plain(tagged(read, 0)))
                                        .map(answer ->
                                                new LinkFrame.Plain(tagged((Completion) plain(answer), read.tag())))
                                : port.receive(frame));
                    }
                }));
    }

    private static MemoryRead tagged(MemoryRead r, int tag) {
        return new MemoryRead(r.requester(), tag, r.address(), r.length(), r.attributes());
    }

    private static Completion tagged(Completion c, int tag) {
        return new Completion(
                c.completer(),
                c.requester(),
                tag,
                c.status(),
                c.byteCount(),
                c.lowerAddress(),
                c.payload(),
                c.attributes());
    }

    private static List<WrongDevice> tracking() {
        return List.of(
                of("TAKES_TRACKED_WRITES_BACK", "P-111", "Takes a write back that put its interface in ERROR.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                long had = device.configRead(function, offset, size);
                                TdiState before = device.interfaceOf(virtual(1)).state();
                                super.configWrite(function, offset, size, value);
                                TdiState after = device.interfaceOf(virtual(1)).state();
                                if (offset == COMMAND && after == TdiState.ERROR && before != after) {
                                    super.configWrite(function, offset, size, had);
                                }
                            }
                        }),
                of("MINDS_WRITES_OF_NO_CHANGE", "P-112", "Takes a write of the present value for a change.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isSame =
                                        offset == COMMAND && device.configRead(function, offset, size) == value;
                                super.configWrite(function, offset, size, value);
                                if (isSame && function.equals(virtual(1).requesterId())) {
                                    device.interfaceOf(virtual(1)).machine().on(TdiEvent.COMMAND_ENABLE_CLEARED);
                                }
                            }
                        }),
                of("MINDS_FOREIGN_STREAMS", "P-114", "Takes a change of any stream for one of its own.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                super.configWrite(function, offset, size, value);
                                if (offset == SECOND_STREAM) {
                                    device.interfaceOf(virtual(1)).machine().on(TdiEvent.BOUND_STREAM_MODIFIED);
                                }
                            }
                        }));
    }

    private static Tlp plain(LinkFrame frame) {
        return frame instanceof LinkFrame.Plain plain ? plain.tlp() : NOTHING;
    }

    private static DeviceFunction physical(SrIovDevice device) {
        return device.physicalFunction();
    }

    private static long start(DeviceFunction function) {
        return function.address(function.bars().get(0));
    }

    private static Optional<BarRegion> target(SrIovDevice device, long address) {
        return Stream.concat(Stream.of(physical(device)), device.physicalFunction().virtualFunctions().stream())
                .flatMap(function -> function.decode(address).stream())
                .map(target -> target.region())
                .findFirst();
    }

    /** Leads requests in the clear elsewhere. */
    private abstract static class Redirecting extends Front {
        Redirecting(SrIovDevice device) {
            super(device);
        }

        abstract long redirected(long address);

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            Tlp tlp = plain(frame);
            if (tlp instanceof MemoryRead r) {
                long address = redirected(r.address());
                return super.receive(new LinkFrame.Plain(
                        new MemoryRead(r.requester(), r.tag(), address, r.length(), r.attributes())));
            }
            if (tlp instanceof MemoryWrite w) {
                long address = redirected(w.address());
                return super.receive(new LinkFrame.Plain(
                        new MemoryWrite(w.requester(), w.tag(), address, w.payload(), w.attributes())));
            }
            return super.receive(frame);
        }
    }
}
