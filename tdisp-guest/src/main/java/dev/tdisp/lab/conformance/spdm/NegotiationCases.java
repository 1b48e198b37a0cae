package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.spdm.algorithm.Capability.CERT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.CHAL_CAP;
import static dev.tdisp.spdm.algorithm.Capability.CHUNK_CAP;
import static dev.tdisp.spdm.algorithm.Capability.ENCAP_CAP;
import static dev.tdisp.spdm.algorithm.Capability.ENCRYPT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
import static dev.tdisp.spdm.algorithm.Capability.KEY_EX_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MAC_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MEAS_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MUT_AUTH_CAP;
import static dev.tdisp.spdm.algorithm.Capability.PSK_CAP;
import static dev.tdisp.spdm.algorithm.Capability.PUB_KEY_ID_CAP;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases of VERSION and CAPABILITIES. */
final class NegotiationCases {
    private static final int CAPABILITIES = 0x61;
    private static final int SMALLEST_TRANSFER = 42;
    private static final int FLAGS = 8;
    private static final int TRANSFER_SIZE = 12;
    private static final int EXPONENT = 5;
    private static final int HEARTBEAT_BYTE = 9;
    private static final int HEARTBEAT_BIT = 0x20;
    private static final int RESERVED_MEAS = 3;

    private NegotiationCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                SpdmScript.once("SPDM-VER-01", "VERSION", NegotiationCases::version),
                SpdmScript.once(
                        "SPDM-CAP-02",
                        "GET_CAPABILITIES of a version that is not offered is refused",
                        NegotiationCases::otherVersions),
                new SpdmScript("SPDM-CAP-01", "CAPABILITIES of 1.0", List.of(SpdmVersion.V1_0), List.of(), probe -> {
                    Bytes answer = asked(probe, CapabilityFlags.NONE);
                    probe.header(CAPABILITIES, 12, answer);
                    measurements(probe, flags(answer));
                }),
                capabilities("SPDM-CAP-03", SpdmVersion.V1_1),
                new SpdmScript(
                        "SPDM-CAP-04",
                        "Capabilities that contradict each other are refused",
                        SpdmScript.V1_1_ON,
                        List.of(),
                        NegotiationCases::contradictions),
                capabilities("SPDM-CAP-05", SpdmVersion.V1_2),
                new SpdmScript(
                        "SPDM-CAP-06",
                        "A second GET_CAPABILITIES that differs is refused",
                        SpdmScript.ALL,
                        List.of(),
                        NegotiationCases::second),
                capabilities("SPDM-CAP-07", SpdmVersion.V1_3, SpdmVersion.V1_4));
    }

    private static SpdmScript capabilities(String id, SpdmVersion... versions) {
        return new SpdmScript(
                id, "CAPABILITIES of " + versions[0], List.of(versions), List.of(), NegotiationCases::consistent);
    }

    private static Bytes asked(Probe probe, CapabilityFlags own) {
        SpdmPeer peer = probe.peer();
        peer.begin(probe.version());
        probe.go();
        return peer.ask(Offer.capabilities(probe.version(), own, SpdmPeer.SIZE, SpdmPeer.SIZE)
                .encode());
    }

    private static CapabilityFlags flags(Bytes answer) {
        return answer.size() < FLAGS + Integer.BYTES
                ? CapabilityFlags.NONE
                : CapabilityFlags.ofFields(WireReader.of(answer.from(FLAGS)).u32("Flags"), 0);
    }

    private static void measurements(Probe probe, CapabilityFlags flags) {
        probe.on(4).at(FLAGS).that("MEAS_CAP", flags.value(MEAS_CAP) != RESERVED_MEAS, "not 3", flags.value(MEAS_CAP));
    }

    private static void consistent(Probe probe) {
        boolean hasSizes = probe.version().isAtLeast(SpdmVersion.V1_2);
        Bytes answer = asked(probe, hasSizes ? Offer.FULL.with(CHUNK_CAP) : Offer.FULL);
        probe.header(CAPABILITIES, hasSizes ? 20 : 12, answer);
        CapabilityFlags flags = flags(answer);
        measurements(probe, flags);
        boolean hasKeys = flags.has(KEY_EX_CAP) || flags.has(PSK_CAP);
        boolean hasProtection = flags.has(ENCRYPT_CAP) || flags.has(MAC_CAP);
        boolean hasIdentity = flags.has(CERT_CAP) || flags.has(PUB_KEY_ID_CAP);
        boolean signs = flags.has(CHAL_CAP) || flags.value(MEAS_CAP) == 2 || flags.has(KEY_EX_CAP);
        boolean isEncapsulationSaid = probe.version() == SpdmVersion.V1_1;
        implies(probe, 5, flags, ENCRYPT_CAP, hasKeys, "KEY_EX_CAP or PSK_CAP");
        implies(probe, 6, flags, MAC_CAP, hasKeys, "KEY_EX_CAP or PSK_CAP");
        implies(probe, 7, flags, KEY_EX_CAP, hasProtection, "ENCRYPT_CAP or MAC_CAP");
        probe.on(8).at(FLAGS).that("PSK_CAP", flags.value(PSK_CAP) != 3, "not 3", flags.value(PSK_CAP));
        implies(probe, 9, flags, PSK_CAP, hasProtection, "ENCRYPT_CAP or MAC_CAP");
        implies(probe, 10, flags, MUT_AUTH_CAP, flags.has(ENCAP_CAP) || !isEncapsulationSaid, "ENCAP_CAP, in 1.1");
        implies(probe, 11, flags, HANDSHAKE_IN_THE_CLEAR_CAP, flags.has(KEY_EX_CAP), "KEY_EX_CAP");
        implies(probe, 12, flags, PUB_KEY_ID_CAP, !flags.has(CERT_CAP), "no CERT_CAP");
        probe.on(13).at(FLAGS).that("CHAL_CAP, MEAS_CAP 2 or KEY_EX_CAP", !signs || hasIdentity, "an identity", flags);
        if (hasSizes) {
            sizes(probe, flags, answer);
        }
    }

    private static void implies(
            Probe probe, int number, CapabilityFlags flags, Capability condition, boolean isFulfilled, String what) {
        probe.on(number)
                .at(FLAGS)
                .that(condition.name(), !flags.has(condition) || isFulfilled, "only with " + what, flags);
    }

    private static void sizes(Probe probe, CapabilityFlags flags, Bytes answer) {
        boolean isThere = answer.size() >= TRANSFER_SIZE + 2 * Integer.BYTES;
        var in = WireReader.of(isThere ? answer.from(TRANSFER_SIZE) : Bytes.filled(0, 2 * Integer.BYTES));
        long transfer = in.u32("DataTransferSize");
        long largest = in.u32("MaxSPDMmsgSize");
        probe.on(14).at(TRANSFER_SIZE).that("DataTransferSize", transfer >= SMALLEST_TRANSFER, "at least 42", transfer);
        boolean isRight = flags.has(CHUNK_CAP) ? largest >= transfer : largest == transfer;
        String expected = (flags.has(CHUNK_CAP) ? "at least " : "") + transfer;
        probe.on(15).at(TRANSFER_SIZE + 4).that("MaxSPDMmsgSize", isRight, expected, largest);
    }

    /** A GET_CAPABILITIES that is wrong in itself. */
    private record Contradiction(
            String name, SpdmVersion first, SpdmVersion last, CapabilityFlags flags, int transfer, int largest) {
        static Contradiction flags(String name, SpdmVersion last, CapabilityFlags flags) {
            return new Contradiction(name, SpdmVersion.V1_1, last, flags, SpdmPeer.SIZE, SpdmPeer.SIZE);
        }

        static Contradiction sizes(String name, CapabilityFlags flags, int transfer, int largest) {
            return new Contradiction(name, SpdmVersion.V1_2, SpdmVersion.V1_4, flags, transfer, largest);
        }
    }

    private static final CapabilityFlags UNKEYED = CapabilityFlags.of(ENCRYPT_CAP, MAC_CAP);

    private static final List<Contradiction> CONTRADICTIONS = List.of(
            Contradiction.flags(
                    "keys without protection",
                    SpdmVersion.V1_4,
                    Offer.FULL.without(ENCRYPT_CAP).without(MAC_CAP)),
            Contradiction.flags("protection without keys", SpdmVersion.V1_4, UNKEYED),
            Contradiction.flags("MUT_AUTH without ENCAP", SpdmVersion.V1_1, Offer.FULL.without(ENCAP_CAP)),
            Contradiction.sizes("DataTransferSize 41", Offer.FULL.with(CHUNK_CAP), 41, 41),
            Contradiction.sizes(
                    "DataTransferSize above the maximum", Offer.FULL.with(CHUNK_CAP), SpdmPeer.SIZE + 1, SpdmPeer.SIZE),
            Contradiction.sizes("two sizes without chunks", Offer.FULL, SpdmPeer.SIZE - 1, SpdmPeer.SIZE));

    private static void contradictions(Probe probe) {
        for (Contradiction wrong : CONTRADICTIONS) {
            SpdmVersion version = probe.version();
            if (version.isAtLeast(wrong.first()) && wrong.last().isAtLeast(version)) {
                probe.each(wrong.name(), () -> {
                    probe.peer().begin(version);
                    Bytes request = Offer.capabilities(version, wrong.flags(), wrong.transfer(), wrong.largest())
                            .encode();
                    probe.go()
                            .refused(SpdmErrorCode.INVALID_REQUEST, probe.peer().send(request));
                });
            }
        }
    }

    private static void second(Probe probe) {
        Bytes good = Offer.capabilities(probe.version(), Offer.PLAIN, SpdmPeer.SIZE, SpdmPeer.SIZE)
                .encode();
        changed(probe, "Param2 1", good.with(3, 1));
        if (probe.version().isAtLeast(SpdmVersion.V1_1)) {
            Bytes later = good.with(EXPONENT, good.at(EXPONENT) + 1);
            changed(probe, "CTExponent and HBEAT", later.with(HEARTBEAT_BYTE, good.at(HEARTBEAT_BYTE) ^ HEARTBEAT_BIT));
        }
        if (probe.version().isAtLeast(SpdmVersion.V1_2)) {
            Bytes larger = good.with(TRANSFER_SIZE, 1).with(TRANSFER_SIZE + 4, 1);
            changed(probe, "sizes", larger);
        }
    }

    private static void changed(Probe probe, String name, Bytes request) {
        probe.each(name, () -> {
            PeerState.CAPABILITIES_READ.reach(probe.peer(), probe.version());
            probe.go()
                    .refusedOrDropped(
                            SpdmErrorCode.UNEXPECTED_REQUEST, probe.peer().send(request));
        });
    }

    /** Judges VERSION; its entries say how many there are. */
    static void version(Probe probe) {
        Bytes answer = probe.go().peer().ask(Bytes.fromHex("10 84 00 00"));
        probe.on(1).that("size", answer.size() >= 8, "at least 8", answer.size());
        probe.on(2).at(1).equal("RequestResponseCode", Probe.hex(0x04), Probe.hex(answer, 1));
        probe.on(3).at(0).equal("SPDMVersion", Probe.hex(0x10), Probe.hex(answer, 0));
        int count = answer.size() > 5 ? answer.at(5) : 0;
        boolean isFitting = count > 0 && answer.size() >= 6 + 2 * count;
        probe.on(4).at(5).that("VersionNumberEntryCount", isFitting, "what follows, and not 0", count);
        List<String> strange = IntStream.range(0, isFitting ? count : 0)
                .map(i -> answer.at(7 + 2 * i))
                .filter(entry -> SpdmVersion.of(entry).isEmpty())
                .mapToObj(Probe::hex)
                .toList();
        probe.on(5).at(6).that("VersionNumberEntry", strange.isEmpty(), "1.0 to 1.4", "others: " + strange);
    }

    /** Asks for capabilities in versions that are not offered. */
    static void otherVersions(Probe probe) {
        probe.peer().readVersions();
        List<SpdmVersion> offered = probe.peer().versions();
        int highest = offered.stream().mapToInt(SpdmVersion::code).max().orElse(SpdmVersion.V1_0.code());
        int lowest = offered.stream().mapToInt(SpdmVersion::code).min().orElse(SpdmVersion.V1_0.code());
        for (int other : List.of(highest + 1, lowest - 1)) {
            probe.each("SPDMVersion %02Xh".formatted(other), () -> {
                probe.peer().readVersions();
                Bytes request = Bytes.of((byte) other, (byte) 0xE1, (byte) 0, (byte) 0);
                probe.go()
                        .refused(
                                SpdmErrorCode.VERSION_MISMATCH,
                                0x10,
                                true,
                                probe.peer().send(request));
            });
        }
    }
}
