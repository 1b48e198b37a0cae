package dev.tdisp.lab.conformance.requester;

import static dev.tdisp.lab.conformance.requester.Changes.cut;
import static dev.tdisp.lab.conformance.requester.Changes.edit;
import static dev.tdisp.lab.conformance.requester.Changes.flip;
import static dev.tdisp.lab.conformance.requester.Changes.set;
import static dev.tdisp.lab.conformance.requester.Changes.silence;
import static dev.tdisp.lab.conformance.requester.Changes.spdmError;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Devices that lie in SPDM, before there is anything to lock. */
final class SpdmLies {
    private static final int VERSION = SpdmCode.GET_VERSION.requestCode();
    private static final int CAPABILITIES = SpdmCode.GET_CAPABILITIES.requestCode();
    private static final int ALGORITHMS = SpdmCode.NEGOTIATE_ALGORITHMS.requestCode();
    private static final int DIGESTS = SpdmCode.GET_DIGESTS.requestCode();
    private static final int CERTIFICATE = SpdmCode.GET_CERTIFICATE.requestCode();
    private static final int MEASUREMENTS = SpdmCode.GET_MEASUREMENTS.requestCode();
    private static final int EXCHANGE = SpdmCode.KEY_EXCHANGE.requestCode();
    private static final int FINISH = SpdmCode.FINISH.requestCode();
    private static final List<Integer> HANDSHAKE = List.of(VERSION, CAPABILITIES, ALGORITHMS, EXCHANGE, FINISH);
    private static final int MAC = 48;
    private static final int SIGNATURE = 96;
    private static final int EXPONENT = 5;
    private static final int HASH_SELECTION = 16;
    private static final int DHE_STRUCTURE = 38;
    private static final int OPAQUE = 136;
    private static final int RECORD = 8;

    private SpdmLies() {}

    static Stream<HostileCase> all() {
        return Stream.of(replies(), negotiation(), identity(), handshake()).flatMap(List::stream);
    }

    private static Deviation on(int code, String name, Deviation.Change change) {
        String request = Layer.SPDM.name(code);
        return Deviation.of("%s: %s".formatted(request, name), Layer.SPDM, code, change);
    }

    private static HostileCase each(String id, String title, String name, Deviation.Change change) {
        return new HostileCase(
                id,
                title,
                Expect.REFUSED,
                HANDSHAKE.stream().map(code -> on(code, name, change)).toList());
    }

    private static List<HostileCase> replies() {
        return List.of(
                each(
                        "GAP-REQ-11",
                        "What fails before an interface is known leaves nothing",
                        "an error",
                        spdmError(SpdmErrorCode.UNSPECIFIED)),
                each("REQ-SPDM-01", "Silence", "silence", silence()),
                each("REQ-SPDM-02", "Busy for ever", "Busy", spdmError(SpdmErrorCode.BUSY)),
                each("REQ-SPDM-03", "Another response than the one that is due", "another code", set(1, 0x7D)),
                each("REQ-SPDM-04", "Another version in the header", "version 1.1", set(0, 0x11)),
                each("REQ-SPDM-05", "A message that is cut", "cut", cut(4)),
                new HostileCase(
                        "GAP-SPD-37",
                        "Each code of an error, with data behind it",
                        Expect.REFUSED,
                        Stream.of(SpdmErrorCode.values())
                                .map(code -> on(
                                        EXCHANGE,
                                        code + " with data",
                                        (tape, request, honest) -> spdmError(code)
                                                .answer(tape, request, honest)
                                                .map(error -> error.plus(Bytes.filled(0x5A, 20)))))
                                .toList()));
    }

    private static List<HostileCase> negotiation() {
        return List.of(
                HostileCase.of(
                        "GAP-SPD-10",
                        "Lists of versions that give none",
                        Expect.REFUSED,
                        on(
                                VERSION,
                                "no entry",
                                edit(honest -> honest.slice(0, 6).with(5, 0))),
                        on(VERSION, "255 entries, and fewer there", set(5, 0xFF)),
                        on(VERSION, "9.9 alone", set(7, 0x99))),
                HostileCase.of(
                        "GAP-SPD-06",
                        "Times that are too long",
                        Expect.REFUSED,
                        on(CAPABILITIES, "CTExponent 32", set(EXPONENT, 32)),
                        on(CAPABILITIES, "CTExponent 63", set(EXPONENT, 63)),
                        on(CAPABILITIES, "CTExponent 64", set(EXPONENT, 64)),
                        on(CAPABILITIES, "CTExponent 255", set(EXPONENT, 255))),
                HostileCase.of(
                        "GAP-SPD-11",
                        "VERSION or CAPABILITIES that changed on the way",
                        Expect.REFUSED,
                        on(VERSION, "a reserved byte", set(4, 1)),
                        on(
                                CAPABILITIES,
                                "CTExponent and 1",
                                edit(honest -> honest.with(EXPONENT, honest.at(EXPONENT) + 1)))),
                HostileCase.of(
                        "GAP-SPD-12",
                        "ALGORITHMS that changed on the way",
                        Expect.REFUSED,
                        on(ALGORITHMS, "a reserved byte", set(25, 1))),
                HostileCase.of(
                        "GAP-SPD-13",
                        "Algorithms that were not offered, two, or none",
                        Expect.REFUSED,
                        on(ALGORITHMS, "a hash never offered", set(HASH_SELECTION, 0x40)),
                        on(ALGORITHMS, "two hashes", set(HASH_SELECTION, 0x03)),
                        on(ALGORITHMS, "no hash", set(HASH_SELECTION, 0)),
                        on(ALGORITHMS, "two groups", set(DHE_STRUCTURE, 0x18)),
                        on(ALGORITHMS, "no group", set(DHE_STRUCTURE, 0))));
    }

    private static List<HostileCase> identity() {
        return List.of(
                HostileCase.of(
                        "GAP-SPD-16",
                        "Portions of a chain that do not add up",
                        Expect.REFUSED,
                        on(
                                CERTIFICATE,
                                "no portion, and a remainder",
                                edit(honest -> Bytes.concat(
                                        honest.slice(0, 4), Bytes.of((byte) 0, (byte) 0, (byte) 8, (byte) 0)))),
                        on(CERTIFICATE, "a portion longer than the message", set(5, 0x7F)),
                        on(CERTIFICATE, "a remainder that stays", set(7, 0x7F)),
                        on(CERTIFICATE, "another Length of the chain", flip(8))),
                HostileCase.of(
                        "GAP-SPD-17",
                        "A certificate that is wrong",
                        Expect.REFUSED,
                        on(CERTIFICATE, "a bit in the chain", flip(-40)),
                        on(CERTIFICATE, "another root hash", flip(14)),
                        on(
                                CERTIFICATE,
                                "garbage",
                                edit(honest -> honest.slice(0, 60).plus(Bytes.filled(0x30, honest.size() - 60))))),
                HostileCase.of(
                        "GAP-SPD-18",
                        "A digest that is not that of the chain",
                        Expect.REFUSED,
                        on(DIGESTS, "a bit in the digest", flip(4))),
                HostileCase.of(
                        "REQ-SPDM-06",
                        "Measurements whose signature is wrong",
                        Expect.REFUSED,
                        on(MEASUREMENTS, "a bit in the signature", flip(-1)),
                        on(MEASUREMENTS, "a bit in a block", flip(RECORD + 8))),
                HostileCase.of(
                        "GAP-SPD-20",
                        "Measurement blocks that do not add up",
                        Expect.REFUSED,
                        on(MEASUREMENTS, "255 blocks", set(4, 0xFF)),
                        on(MEASUREMENTS, "a longer record", set(6, 0xFF)),
                        on(MEASUREMENTS, "index 0", set(RECORD, 0)),
                        on(MEASUREMENTS, "a longer block", set(RECORD + 3, 0x7F))));
    }

    private static List<HostileCase> handshake() {
        return List.of(
                HostileCase.of(
                        "GAP-SPD-42",
                        "KEY_EXCHANGE_RSP or FINISH_RSP with a bit turned",
                        Expect.REFUSED,
                        on(EXCHANGE, "in ResponderVerifyData", flip(-1)),
                        on(EXCHANGE, "in the signature", flip(-MAC - 1)),
                        on(EXCHANGE, "in RandomData", flip(8)),
                        on(EXCHANGE, "in ExchangeData", flip(40)),
                        on(EXCHANGE, "in the opaque data", flip(-MAC - SIGNATURE - 1)),
                        on(FINISH, "in Param1", flip(2))),
                HostileCase.of(
                        "GAP-SPD-22",
                        "Opaque data that is longer than the message",
                        Expect.REFUSED,
                        on(
                                EXCHANGE,
                                "OpaqueDataLength FFFFh",
                                edit(honest -> honest.size() > OPAQUE + 1
                                        ? honest.with(OPAQUE, 0xFF).with(OPAQUE + 1, 0xFF)
                                        : honest))),
                HostileCase.of(
                        "GAP-SPD-41",
                        "A public value that is none",
                        Expect.REFUSED,
                        on(
                                EXCHANGE,
                                "zeros",
                                edit(honest -> Bytes.concat(
                                        honest.slice(0, 40), Bytes.filled(0, SIGNATURE), honest.from(40 + SIGNATURE)))),
                        on(
                                EXCHANGE,
                                "ones",
                                edit(honest -> Bytes.concat(
                                        honest.slice(0, 40),
                                        Bytes.filled(0xFF, SIGNATURE),
                                        honest.from(40 + SIGNATURE))))),
                HostileCase.of(
                        "GAP-SPD-04",
                        "Authentication of the requester that was not agreed on",
                        Expect.REFUSED,
                        on(EXCHANGE, "MutAuthRequested 1", set(6, 1))),
                HostileCase.of(
                        "REQ-SPDM-07",
                        "The answers of another connection",
                        Expect.REFUSED,
                        on(
                                EXCHANGE,
                                "ERROR of a version",
                                (tape, request, honest) -> Optional.of(Bytes.fromHex("10 7f 01 00")))));
    }
}
