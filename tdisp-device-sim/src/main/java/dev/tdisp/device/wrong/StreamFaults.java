package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Front.Where.FUNCTION_0;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Devices that are wrong about the registers and keys of IDE streams. */
final class StreamFaults {
    private static final int CONTROL = Places.STREAM_CONTROL;
    private static final int STATUS = Places.STREAM_STATUS;
    private static final int SECOND_CONTROL = CONTROL + Places.TO_SECOND_STREAM;
    private static final int SECOND_STATUS = STATUS + Places.TO_SECOND_STREAM;
    private static final int KEY_PROG = 0x02;
    private static final int K_SET_GO = 0x04;
    private static final int K_SET_STOP = 0x05;
    private static final int K_GOSTOP_ACK = 0x06;
    private static final int KEY = 7;
    private static final int KEY_END = 39;
    private static final int SLOT = 5;

    private StreamFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(capability(), states(), messages())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> capability() {
        return List.of(
                HeaderFaults.showing(
                        "COUNTS_STREAMS_IT_HAS_NOT",
                        "P-058",
                        Places.IDE_CAPABILITY,
                        "Says more streams than fit before the next capability.",
                        v -> v | 7 << IdeCapability.CAPABILITY_SELECTIVE_COUNT_SHIFT),
                HeaderFaults.showing(
                        "HAS_NO_MAILBOX",
                        "P-059",
                        Places.MAILBOX,
                        "Shows no mailbox in function 0.",
                        v -> v & ~0xFFFFL),
                of("LETS_AN_ENABLED_STREAM_CHANGE", "P-060", "Takes another association while the stream is enabled.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, Places.STREAM_RID_1, 0xFFFF_FFFFL)),
                of("ENABLES_A_STREAM_TWICE", "P-102", "Says that a second stream of the same identifier is enabled.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, SECOND_CONTROL, 1)));
    }

    private static List<WrongDevice> states() {
        return List.of(
                of("HAS_A_STATE_BETWEEN", "P-061", "Shows state 1 while a stream waits for keys.")
                        .behind(device -> Front.showing(
                                device,
                                FUNCTION_0,
                                SECOND_STATUS,
                                v -> stream(device, 1).isEnabled()
                                                && !stream(device, 1).isSecure()
                                        ? v | 1
                                        : v)),
                of("FORGETS_FAILURES_BY_ZEROS", "P-062", "Clears the note of a failure message where 0 is written.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isMeant = offset == STATUS && value == 0;
                                super.configWrite(
                                        function, offset, size, isMeant ? IdeCapability.STATUS_FAIL_RECEIVED : value);
                            }
                        }),
                of("NEEDS_KEYS_TO_ENABLE", "P-063", "Does not keep a stream enabled that has no keys.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                super.configWrite(function, offset, size, value);
                                if (offset == SECOND_CONTROL
                                        && !stream(device, 1).isSecure()) {
                                    super.configWrite(function, offset, size, value & ~1L);
                                }
                            }
                        }),
                of("STAYS_INSECURE", "P-064", "Shows insecure although all keys are in use.")
                        .behind(device -> Front.showing(device, FUNCTION_0, STATUS, v -> v & ~0xFL)),
                of("IS_SECURE_WITH_FIVE_KEYS", "P-065", "Shows secure as long as it is enabled.")
                        .behind(device -> Front.showing(
                                device,
                                FUNCTION_0,
                                STATUS,
                                v -> stream(device, 0).isEnabled() ? v & ~0xFL | 2 : v)),
                of("IS_SECURE_WHEN_DISABLED", "P-066", "Shows secure although it was disabled.")
                        .behind(device -> Front.showing(
                                device,
                                FUNCTION_0,
                                STATUS,
                                v -> (device.configRead(new RequesterId(0x0100), CONTROL, 4) & 1) == 0 ? v | 2 : v)),
                of("KEEPS_STREAMS_OVER_A_RESET", "P-088", "Its streams keep their registers over a conventional reset.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void conventionalReset() {
                                RequesterId before = self();
                                long had = dword(CONTROL) & ~1L;
                                super.conventionalReset();
                                super.configWrite(before, CONTROL, 4, had);
                            }
                        }));
    }

    private static List<WrongDevice> messages() {
        return List.of(
                of("TAKES_KEYS_OF_ANY_VENDOR", "P-068", "Answers IDE_KM in the envelope of another vendor.")
                        .changed(device -> device.dsm()
                                .protocols()
                                .registry()
                                .register(
                                        new VendorProtocol(
                                                "IDE_KM elsewhere",
                                                VendorProtocol.PCI_SIG,
                                                Bytes.fromHex("0200"),
                                                0,
                                                true,
                                                true),
                                        (session, message) -> device.dsm()
                                                .protocols()
                                                .registry()
                                                .handle(session, VendorProtocol.IDE_KM.wrap(message))
                                                .flatMap(VendorProtocol.IDE_KM::unwrap))),
                messages(
                        "CUTS_ITS_REGISTERS",
                        "P-069",
                        "Leaves the last register out of QUERY_RESP.",
                        () -> answering(0x01, m -> m.slice(0, m.size() - 4))),
                messages(
                        "TELLS_OTHER_REGISTERS",
                        "P-072",
                        "Tells another value of the last register in QUERY_RESP.",
                        () -> answering(0x01, m -> m.with(m.size() - 1, m.at(m.size() - 1) ^ 1))),
                messages(
                        "READS_KEYS_BACKWARDS",
                        "P-079",
                        "Takes the bytes of a key in reverse order.",
                        () -> asking(
                                KEY_PROG,
                                m -> m.size() < KEY_END
                                        ? m
                                        : m.slice(0, KEY)
                                                .plus(reversed(m.slice(KEY, KEY_END)))
                                                .plus(m.from(KEY_END)))),
                messages(
                        "CHANGES_KEYS_BY_STOPPING",
                        "P-081",
                        "Stops the keys in use before others start.",
                        () -> (protocol, session, request, device) -> {
                            if (isObject(protocol, request, K_SET_GO)) {
                                device.handle(
                                        session, request.with(0, K_SET_STOP).with(SLOT, request.at(SLOT) ^ 1));
                            }
                            return device.handle(session, request);
                        }),
                messages(
                        "DOES_NOT_STOP_KEYS",
                        "P-083",
                        "Confirms K_SET_STOP and stops nothing.",
                        () -> (protocol, session, request, device) -> isObject(protocol, request, K_SET_STOP)
                                ? Optional.of(request.with(0, K_GOSTOP_ACK))
                                : device.handle(session, request)),
                messages(
                        "KNOWS_ITS_FIRST_OWNER_ALONE",
                        "P-085",
                        "Never takes keys of another session than the first.",
                        () -> {
                            var owner = new ArrayList<Long>();
                            return (protocol, session, request, device) -> {
                                if (isObject(protocol, request, KEY_PROG)) {
                                    owner.add(session);
                                }
                                boolean isForeign = protocol == VendorProtocol.IDE_KM
                                        && !owner.isEmpty()
                                        && owner.get(0) != session;
                                return isForeign ? Optional.empty() : device.handle(session, request);
                            };
                        }));
    }

    private static WrongDevice messages(
            String name, String requirement, String fault, Supplier<VendorInterceptor> interceptor) {
        return of(name, requirement, fault).answering(interceptor);
    }

    private static boolean isObject(VendorProtocol protocol, Bytes message, int object) {
        return protocol == VendorProtocol.IDE_KM && message.size() > SLOT && message.at(0) == object;
    }

    private static VendorInterceptor answering(int object, UnaryOperator<Bytes> change) {
        return (protocol, session, request, device) -> device.handle(session, request)
                .map(answer -> isObject(protocol, answer, object) ? change.apply(answer) : answer);
    }

    private static VendorInterceptor asking(int object, UnaryOperator<Bytes> change) {
        return (protocol, session, request, device) ->
                device.handle(session, isObject(protocol, request, object) ? change.apply(request) : request);
    }

    private static Bytes reversed(Bytes bytes) {
        Bytes reversed = Bytes.EMPTY;
        for (int i = bytes.size() - 1; i >= 0; i--) {
            reversed = reversed.plus(bytes.slice(i, i + 1));
        }
        return reversed;
    }

    static IdeStream stream(SrIovDevice device, int index) {
        return device.idePort().streams().get(index);
    }
}
