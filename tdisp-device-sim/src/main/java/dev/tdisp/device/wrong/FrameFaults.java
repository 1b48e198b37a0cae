package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.device.SrIovDevice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Devices that are wrong about packets of IDE streams. */
final class FrameFaults {
    private static final int CONTROL = Places.STREAM_CONTROL;
    private static final int SECOND_RID_1 = Places.STREAM_RID_1 + Places.TO_SECOND_STREAM;

    /** How many packets a device can tell from a repeated one. */
    private static final int REMEMBERED = 64;

    private FrameFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(order(), checks()).flatMap(List::stream).toList();
    }

    private static List<WrongDevice> order() {
        return List.of(
                receiving(
                        "TAKES_OLD_KEYS",
                        "P-082",
                        "Drops packets under the old key, and says nothing.",
                        device -> new Seen(device) {
                            private boolean isNew;

                            @Override
                            boolean drops(LinkFrame.Protected frame) {
                                boolean isOld = frame.prefix().keySet() == KeySet.K0;
                                isNew |= !isOld;
                                return isOld && isNew;
                            }
                        }),
                receiving(
                        "ANSWERS_WITH_ANOTHER_KEY",
                        "P-090",
                        "Its completions do not verify.",
                        device -> new Front(device) {
                            @Override
                            public Optional<LinkFrame> receive(LinkFrame frame) {
                                return super.receive(frame)
                                        .map(answer -> answer instanceof LinkFrame.Protected p
                                                ? new LinkFrame.Protected(
                                                        p.prefix(),
                                                        p.header(),
                                                        p.ciphertext(),
                                                        p.mac().with(0, p.mac().at(0) ^ 1))
                                                : answer);
                            }
                        }),
                receiving("COUNTS_BY_TWO", "P-091", "Counts two for each completion.", device -> new Front(device) {
                    @Override
                    public Optional<LinkFrame> receive(LinkFrame frame) {
                        Optional<LinkFrame> answer = super.receive(frame);
                        if (answer.isPresent()
                                && answer.get() instanceof LinkFrame.Protected
                                && stream(device, 0).isSecure()) {
                            var lost = new MemoryRead(self(), 0, 0, 4);
                            stream(device, 0)
                                    .seal(Completion.failed(self(), lost, CompletionStatus.UNSUPPORTED_REQUEST), false);
                        }
                        return answer;
                    }
                }),
                receiving(
                        "IGNORES_REPEATED_PACKETS",
                        "P-092",
                        "Drops a repeated packet, and says nothing.",
                        device -> new Seen(device) {
                            private final Deque<LinkFrame> before = new ArrayDeque<>();

                            @Override
                            boolean drops(LinkFrame.Protected frame) {
                                boolean isRepeated = before.contains(frame);
                                before.addLast(frame);
                                if (before.size() > REMEMBERED) {
                                    before.removeFirst();
                                }
                                return isRepeated;
                            }
                        }),
                receiving(
                        "LETS_NOTHING_OVERTAKE",
                        "P-093",
                        "A posted packet that passes a request fails its check.",
                        device -> new Seen(device) {
                            @Override
                            boolean drops(LinkFrame.Protected frame) {
                                if (isRequest(frame) && frame.prefix().sentCounter() < posted) {
                                    stream(device, 0).invalidate(IdeStreamEvent.CHECK_FAILED);
                                }
                                return false;
                            }
                        }),
                receiving(
                        "FORGIVES_OVERTAKING",
                        "P-094",
                        "Drops a request that passed a posted packet, and says nothing.",
                        device -> new Seen(device) {
                            @Override
                            boolean drops(LinkFrame.Protected frame) {
                                return isRequest(frame) && frame.prefix().sentCounter() > posted;
                            }
                        }));
    }

    private static List<WrongDevice> checks() {
        return List.of(
                receiving(
                        "FAILS_IN_SILENCE",
                        "P-096",
                        "Does not tell its partner of a failed check.",
                        device -> new Front(device) {
                            @Override
                            public void connect(UpstreamPort port) {
                                super.connect(frame -> frame instanceof LinkFrame.Plain plain
                                                && IdeMessages.failedStream(plain.tlp())
                                                        .isPresent()
                                        ? Optional.empty()
                                        : port.receive(frame));
                            }
                        }),
                receiving(
                        "FAILS_WITH_ITS_PARTNER",
                        "P-097",
                        "A failure message makes its stream insecure.",
                        device -> new Front(device) {
                            @Override
                            public Optional<LinkFrame> receive(LinkFrame frame) {
                                Optional<LinkFrame> answer = super.receive(frame);
                                if (frame instanceof LinkFrame.Plain plain
                                        && IdeMessages.failedStream(plain.tlp()).isPresent()) {
                                    stream(device, 0).invalidate(IdeStreamEvent.CHECK_FAILED);
                                }
                                return answer;
                            }
                        }),
                receiving(
                        "DROPS_UNKNOWN_STREAMS",
                        "P-098",
                        "Does not log packets of unknown streams.",
                        device -> new Seen(device) {
                            @Override
                            boolean drops(LinkFrame.Protected frame) {
                                return device.idePort().stream(frame.prefix().streamId())
                                        .isEmpty();
                            }
                        }),
                of("CARRIES_ANYTHING", "P-101", "Sends packets without T on a stream that is for the trusted ones.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == CONTROL && size == 4;
                                long limited = IdeCapability.CONTROL_TEE_LIMITED;
                                super.configWrite(function, offset, size, isMeant ? value & ~limited : value);
                            }
                        }),
                of("ASSOCIATES_EVERYBODY", "P-099", "Associates every requester with its second stream.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == SECOND_RID_1;
                                super.configWrite(function, offset, size, isMeant ? value | 0xFF_FF00L : value);
                            }
                        }));
    }

    private static WrongDevice receiving(
            String name, String requirement, String fault, Function<SrIovDevice, PcieDevice> front) {
        return of(name, requirement, fault).behind(front);
    }

    private static IdeStream stream(SrIovDevice device, int index) {
        return StreamFaults.stream(device, index);
    }

    /** Looks at protected packets before the device does. */
    private abstract static class Seen extends Front {
        /** Posted packets since the last request. */
        int posted;

        Seen(SrIovDevice device) {
            super(device);
        }

        abstract boolean drops(LinkFrame.Protected frame);

        static boolean isRequest(LinkFrame.Protected frame) {
            return frame.prefix().subStream().equals(Optional.of(SubStream.NON_POSTED));
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            if (!(frame instanceof LinkFrame.Protected sealed)) {
                return super.receive(frame);
            }
            boolean isDropped = drops(sealed);
            posted = isRequest(sealed) ? 0 : posted + 1;
            return isDropped ? Optional.empty() : super.receive(frame);
        }
    }
}
