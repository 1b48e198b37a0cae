package dev.tdisp.spdm.requester;

import static dev.tdisp.spdm.message.SpdmErrorCode.INVALID_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.OPERATION_FAILED;
import static dev.tdisp.spdm.message.SpdmErrorCode.SESSION_REQUIRED;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNEXPECTED_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNSPECIFIED;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNSUPPORTED_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.VERSION_MISMATCH;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a responder refuses of the requests that manage a device, one check after the other. */
class ManagementRefusalsTest {
    private static final SpdmVersion VERSION = SpdmVersion.V1_3;
    private static final String CHAIN = " 10 00 00 00" + " 00".repeat(12);

    @ParameterizedTest
    @MethodSource({"missingCapabilities", "newerThanTheVersion", "beforeNegotiation", "otherVersions"})
    @Tag("S-033")
    @Tag("S-034")
    @Tag("S-035")
    void aRequestThatCannotBeIsRefused(Refusal refusal) {
        refusal.verify();
    }

    @ParameterizedTest
    @MethodSource({"certificates", "log", "endpoint", "keyPairs", "events"})
    @Tag("S-034")
    void aRequestIsRefusedWithTheErrorOfTheFirstCheckThatFails(Refusal refusal) {
        refusal.verify();
    }

    static List<Refusal> missingCapabilities() {
        return List.of(
                lacking(Capability.CSR_CAP, "13 ed 00 00 00 00 00 00", 0xED),
                lacking(Capability.MEL_CAP, "13 ef 00 00" + " 00".repeat(8), 0xEF),
                lacking(Capability.EP_INFO_CAP, "13 87 01 00 00 00 00 00", 0x87),
                lacking(Capability.SET_KEY_PAIR_INFO_CAP, "13 fd 01 00 01", 0xFD),
                lacking(Capability.GET_KEY_PAIR_INFO_CAP, "13 fc 00 00 01", 0xFC),
                lacking(Capability.EVENT_CAP, "13 e2 00 00", 0xE2),
                lacking(Capability.EVENT_CAP, "13 f0 00 00", 0xF0),
                Refusal.of(
                        "SET_CERTIFICATE without SET_CERT_CAP",
                        () -> new ManagedDevice(
                                        VERSION,
                                        ManagedDevice.all(VERSION)
                                                .without(Capability.CSR_CAP)
                                                .without(Capability.SET_CERT_CAP),
                                        builder -> {})
                                .bench()
                                .negotiated(),
                        bench -> bench.clear("13 ee 00 00" + CHAIN),
                        UNSUPPORTED_REQUEST,
                        0xEE),
                Refusal.of(
                        "SEND_EVENT of a requester without EVENT_CAP",
                        () -> Bench.of(VERSION).negotiated(),
                        bench -> bench.clear("13 f1 00 00 00 00 00 00"),
                        UNSUPPORTED_REQUEST,
                        0xF1));
    }

    static List<Refusal> newerThanTheVersion() {
        List<Refusal> refusals = new ArrayList<>();
        for (int code : new int[] {0xED, 0xEE}) {
            refusals.add(newer(SpdmVersion.V1_1, code));
        }
        for (int code : new int[] {0x87, 0xE2, 0xEF, 0xF0, 0xF1, 0xFC, 0xFD}) {
            refusals.add(newer(SpdmVersion.V1_2, code));
        }
        return refusals;
    }

    static List<Refusal> beforeNegotiation() {
        List<Refusal> refusals = new ArrayList<>();
        String[] requests = {"12 ed 00 00 00 00 00 00", "12 ee 00 00" + CHAIN};
        for (String request : requests) {
            refusals.add(Refusal.clear(
                    "before NEGOTIATE_ALGORITHMS", Bench::afterCapabilities, request, UNEXPECTED_REQUEST));
        }
        return refusals;
    }

    static List<Refusal> otherVersions() {
        List<Refusal> refusals = new ArrayList<>();
        String[] requests = {
            "12 ed 00 00 00 00 00 00",
            "12 ee 00 00" + CHAIN,
            "12 ef 00 00" + " 00".repeat(8),
            "12 87 01 00 00 00 00 00",
            "12 fc 00 00 01",
            "12 fd 01 00 01",
            "12 f1 00 00 00 00 00 00",
            "12 ff 81 00"
        };
        for (String request : requests) {
            refusals.add(outside("of another version", request, VERSION_MISMATCH));
        }
        refusals.add(inside("of another version", "12 e2 00 00", VERSION_MISMATCH));
        refusals.add(inside("of another version", "12 f0 00 00", VERSION_MISMATCH));
        return refusals;
    }

    static List<Refusal> certificates() {
        return List.of(
                outside("GET_CSR is too short", "13 ed 00 00 00 00 00", INVALID_REQUEST),
                outside("GET_CSR without its RequesterInfo", "13 ed 00 00 05 00 00 00 01", INVALID_REQUEST),
                outside("GET_CSR with too much opaque data", csr("00 00", 1025), INVALID_REQUEST),
                outside("GET_CSR with an information that is none", "13 ed 00 00 02 00 00 00 30 05", INVALID_REQUEST),
                outside("GET_CSR with a tag but no reset", csr("00 08", 0), INVALID_REQUEST),
                outside("GET_CSR with a key pair", csr("01 00", 0), INVALID_REQUEST),
                outside("GET_CSR with a model", csr("00 01", 0), INVALID_REQUEST),
                outside("SET_CERTIFICATE of slot 8", "13 ee 08 00" + CHAIN, INVALID_REQUEST),
                outside("SET_CERTIFICATE of slot 15", "13 ee 0f 00" + CHAIN, INVALID_REQUEST),
                outside("SET_CERTIFICATE of slot 1 outside a session", "13 ee 01 00" + CHAIN, UNEXPECTED_REQUEST),
                outside("SET_CERTIFICATE with a model", "13 ee 10 00" + CHAIN, INVALID_REQUEST),
                outside("SET_CERTIFICATE with a key pair", "13 ee 00 01" + CHAIN, INVALID_REQUEST),
                outside("SET_CERTIFICATE that erases with a model", "13 ee 90 00", INVALID_REQUEST),
                outside("SET_CERTIFICATE without a chain", "13 ee 00 00", INVALID_REQUEST),
                outside(
                        "SET_CERTIFICATE with a longer chain than there is",
                        "13 ee 00 00 ff 00 00 00 00",
                        INVALID_REQUEST),
                outside("SET_CERTIFICATE with garbage", "13 ee 00 00" + CHAIN, UNSPECIFIED),
                Refusal.of(
                        "SET_CERTIFICATE with a foreign key",
                        () -> ManagedDevice.of(VERSION).bench().negotiated(),
                        bench -> bench.clear(foreignChain()),
                        UNSPECIFIED,
                        0),
                Refusal.of(
                        "GET_CSR with a tag that is to overwrite",
                        () -> ManagedDevice.with(VERSION, Capability.CERT_INSTALL_RESET_CAP)
                                .bench()
                                .negotiated(),
                        bench -> bench.clear(csr("00 88", 0)),
                        INVALID_REQUEST,
                        0));
    }

    static List<Refusal> log() {
        return List.of(
                outside("a log that was not negotiated", "13 ef 00 00" + " 00".repeat(8), UNEXPECTED_REQUEST, true),
                outside("GET_MEASUREMENT_EXTENSION_LOG is too short", "13 ef 00 00 00 00 00 00", INVALID_REQUEST),
                outside("an offset behind the log", "13 ef 00 00 ff ff 00 00 01 00 00 00", INVALID_REQUEST),
                outside("an offset far behind the log", "13 ef 00 00 ff ff ff ff 02 00 00 00", INVALID_REQUEST),
                Refusal.of(
                        "a log that cannot be collected",
                        () -> new ManagedDevice(
                                        VERSION,
                                        ManagedDevice.all(VERSION),
                                        builder -> builder.measurementLog(Optional::empty))
                                .bench()
                                .negotiated(),
                        bench -> bench.clear("13 ef 00 00" + " 00".repeat(8)),
                        OPERATION_FAILED,
                        0));
    }

    static List<Refusal> endpoint() {
        return List.of(
                outside("GET_ENDPOINT_INFO with SubCode 0", "13 87 00 00 00 00 00 00", INVALID_REQUEST),
                outside("GET_ENDPOINT_INFO with SubCode 2", "13 87 02 00 00 00 00 00", INVALID_REQUEST),
                outside("GET_ENDPOINT_INFO is too short", "13 87 01 00 00 00 00", INVALID_REQUEST),
                outside("signed GET_ENDPOINT_INFO without nonce", "13 87 01 00 01 00 00 00", INVALID_REQUEST),
                outside("an empty slot", "13 87 01 01 01 00 00 00" + Refusal.NONCE, INVALID_REQUEST),
                outside("a slot that there is not", "13 87 01 08 01 00 00 00" + Refusal.NONCE, INVALID_REQUEST),
                outside("a raw key that there is not", "13 87 01 0f 01 00 00 00" + Refusal.NONCE, INVALID_REQUEST),
                Refusal.of(
                        "a signature with EP_INFO_CAP 1",
                        () -> new ManagedDevice(
                                        VERSION,
                                        ManagedDevice.all(VERSION).with(Capability.EP_INFO_CAP, 1),
                                        builder -> {})
                                .bench()
                                .negotiated(),
                        bench -> bench.clear("13 87 01 00 01 00 00 00" + Refusal.NONCE),
                        UNSUPPORTED_REQUEST,
                        0x87));
    }

    static List<Refusal> keyPairs() {
        return List.of(
                outside("key pair 0", "13 fc 00 00 00", INVALID_REQUEST),
                outside("key pair 4 of 3", "13 fc 00 00 04", INVALID_REQUEST),
                outside("GET_KEY_PAIR_INFO is too short", "13 fc 00 00", INVALID_REQUEST),
                outside("to change key pair 4 of 3", change(0, 4, 1, 0, 0), INVALID_REQUEST),
                outside("a reserved operation", change(3, 1, 1, 0, 0), INVALID_REQUEST),
                outside("to change nothing that is there", "13 fd 00 00 01", INVALID_REQUEST),
                outside("a usage that cannot be", change(0, 1, 0x4000, 0, 0), INVALID_REQUEST),
                outside("an algorithm that cannot be", change(0, 1, 0, 1, 0), INVALID_REQUEST),
                outside("two algorithms", change(0, 1, 0, 0x18, 0), INVALID_REQUEST),
                outside("another usage without the capability", change(0, 2, 1, 0, 0), INVALID_REQUEST),
                outside("other slots without the capability", change(0, 2, 0, 0, 2), INVALID_REQUEST),
                outside("two slots without the capability", change(0, 3, 0, 0, 3), INVALID_REQUEST),
                outside("to erase without the capability", "13 fd 01 00 02", INVALID_REQUEST),
                outside("to generate without the capability", change(2, 2, 0, 0x10, 0), INVALID_REQUEST),
                outside("to erase what a slot uses", "13 fd 01 00 03", OPERATION_FAILED),
                outside("to generate what a slot uses", change(2, 3, 0, 0x10, 0), OPERATION_FAILED));
    }

    static List<Refusal> events() {
        return List.of(
                outside("GET_SUPPORTED_EVENT_TYPES outside a session", "13 e2 00 00", SESSION_REQUIRED),
                outside("SUBSCRIBE_EVENT_TYPES outside a session", "13 f0 00 00", SESSION_REQUIRED),
                outside("SEND_EVENT outside a session", "13 f1 00 00 00 00 00 00", SESSION_REQUIRED),
                inside("GET_SUPPORTED_EVENT_TYPES is too long", "13 e2 00 00 00", INVALID_REQUEST),
                inside("no groups, but bytes", "13 f0 00 00 00", INVALID_REQUEST),
                inside("a group too few", "13 f0 01 00 00 00 00 00", INVALID_REQUEST),
                inside("a group that ends early", "13 f0 01 00 02 00 00 00 00 00", INVALID_REQUEST),
                inside(
                        "a group that there is not",
                        "13 f0 01 00 0e 00 00 00 07 00 01 00 01 00 00 00 00 00 01 00 00 00",
                        INVALID_REQUEST),
                inside(
                        "an event that there is not",
                        "13 f0 01 00 0e 00 00 00 00 00 01 00 01 00 00 00 00 00 09 00 00 00",
                        INVALID_REQUEST),
                inside("no events", "13 f1 00 00 00 00 00 00", INVALID_REQUEST),
                inside("fewer events than announced", "13 f1 00 00 ff ff ff ff", INVALID_REQUEST),
                inside("a gap between events", "13 f1 00 00 02 00 00 00" + event(1) + event(3), INVALID_REQUEST),
                inside("an event twice", "13 f1 00 00 02 00 00 00" + event(1) + event(1), INVALID_REQUEST),
                inside("bytes behind the events", "13 f1 00 00 01 00 00 00" + event(1) + " 00", INVALID_REQUEST));
    }

    private static Refusal lacking(Capability capability, String request, int code) {
        return Refusal.of(
                "%02X without %s".formatted(code, capability),
                () -> lackingDevice(capability).bench().negotiated(),
                bench -> bench.clear(request),
                UNSUPPORTED_REQUEST,
                code);
    }

    private static ManagedDevice lackingDevice(Capability capability) {
        return ManagedDevice.without(VERSION, capability);
    }

    private static Refusal newer(SpdmVersion version, int code) {
        return Refusal.of(
                "%02X in SPDM %s".formatted(code, version),
                () -> Bench.of(version).negotiated(),
                bench -> bench.clear("%02x %02x 00 00".formatted(version.code(), code)),
                UNSUPPORTED_REQUEST,
                code);
    }

    private static Refusal outside(String name, String request, SpdmErrorCode error) {
        return outside(name, request, error, false);
    }

    private static Refusal outside(String name, Bytes request, SpdmErrorCode error) {
        return outside(name, request.toString(), error);
    }

    private static Refusal outside(String name, String request, SpdmErrorCode error, boolean isWithoutLog) {
        return Refusal.of(
                name,
                () -> {
                    Peers peers = ManagedDevice.of(VERSION).peers;
                    if (isWithoutLog) {
                        peers.onRequest = sent -> sent.payload().at(1) == 0xE3
                                ? TransportMessage.spdm(sent.payload().with(31, 0))
                                : sent;
                        peers.onResponse = sent -> sent.payload().at(1) == 0x63
                                ? TransportMessage.spdm(sent.payload().with(31, 1))
                                : sent;
                    }
                    return new Bench(peers).negotiated();
                },
                bench -> bench.clear(Bytes.fromHex(request)),
                error,
                0);
    }

    private static Refusal inside(String name, String request, SpdmErrorCode error) {
        return Refusal.of(
                name + " in a session",
                () -> ManagedDevice.of(VERSION).bench(),
                bench -> bench.inSession(bench.established(), request),
                error,
                0);
    }

    private static Bytes csr(String parameters, int opaqueSize) {
        return Bytes.fromHex("13 ed " + parameters + " 00 00")
                .plus(Bytes.of((byte) opaqueSize, (byte) (opaqueSize >> 8)))
                .plus(Bytes.filled(0, opaqueSize));
    }

    private static String change(int operation, int keyPair, int usage, int algorithm, int slots) {
        return "13 fd %02x 00 %02x 00 %02x %02x %02x 00 00 00 %02x"
                .formatted(operation, keyPair, usage & 0xFF, usage >> 8, algorithm, slots);
    }

    private static String event(int id) {
        return " %02x 00 00 00 00 00 00 00 00 00 04 00 01 00 01".formatted(id);
    }

    private static Bytes foreignChain() {
        var foreign = DeviceIdentity.generate(
                new DeviceName("OTHER", "THING", "1"), AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(77));
        var hash = Hash.of(HashAlgorithm.SHA_384);
        return Bytes.fromHex("13 ee 00 00").plus(foreign.chain(hash).encode());
    }
}
