package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.spdm.message.SpdmErrorCode.INVALID_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNEXPECTED_REQUEST;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What no public test of responders asks, before there is a session. */
final class GapCases {
    private static final int EXCHANGE_DATA = 40;
    private static final int NONCE = 32;

    private GapCases() {}

    static Stream<SpdmScript> all() {
        return Stream.concat(plain(), tables());
    }

    private static Stream<SpdmScript> plain() {
        return Stream.of(
                new SpdmScript(
                        "GAP-SPD-08",
                        "The same GET_CAPABILITIES once more",
                        SpdmScript.V1_1_ON,
                        List.of(),
                        GapCases::repeated),
                new SpdmScript(
                        "GAP-SPD-09",
                        "Each contradiction of the requester's capabilities is refused",
                        SpdmScript.V1_1_ON,
                        List.of(),
                        GapCases::contradictions),
                new SpdmScript(
                        "GAP-SPD-19",
                        "Nonces and random data never repeat",
                        SpdmScript.ALL,
                        List.of(Need.CERT, Need.CHAL),
                        GapCases::nonces),
                new SpdmScript(
                        "GAP-SPD-45",
                        "Requests of later versions are not supported",
                        SpdmScript.ALL,
                        List.of(),
                        GapCases::laterRequests));
    }

    private static Stream<SpdmScript> tables() {
        return Stream.of(
                table(
                        "GAP-SPD-03",
                        "PSK_FINISH without an exchange is refused",
                        RefusalRow.of(PeerState.NEGOTIATED, SpdmScript.V1_1_ON, UNEXPECTED_REQUEST, "vv e7 00 00 mac")
                                .needing(Need.KEY_EX)),
                table(
                        "GAP-SPD-16",
                        "GET_CERTIFICATE beyond the chain is refused",
                        RefusalRow.of(
                                PeerState.CHAINS_READ,
                                SpdmScript.ALL,
                                INVALID_REQUEST,
                                "vv 82 00 00 ff ff ff ff",
                                "vv 82 00 00 fe ff 02 00",
                                "vv 82 00 00 00 80 00 80")),
                table(
                        "GAP-SPD-15",
                        "KEY_EXCHANGE of slot 8 is refused",
                        RefusalRow.of(
                                        PeerState.CHAINS_READ,
                                        SpdmScript.V1_1_ON,
                                        INVALID_REQUEST,
                                        peer -> List.of(new Stimulus(
                                                "slot 8",
                                                RefusalCases.exchange(peer).with(3, 8))))
                                .needing(Need.KEY_EX)),
                table(
                        "GAP-SPD-22",
                        "Opaque data that is longer than KEY_EXCHANGE is refused",
                        RefusalRow.of(PeerState.CHAINS_READ, SpdmScript.V1_1_ON, INVALID_REQUEST, GapCases::opaque)
                                .needing(Need.KEY_EX)),
                table(
                        "GAP-SPD-26",
                        "CHUNK_GET of a transfer that is not there is refused",
                        RefusalRow.of(
                                PeerState.NEGOTIATED, SpdmScript.V1_2_ON, UNEXPECTED_REQUEST, "vv 86 00 07 00 00")),
                table(
                        "GAP-SPD-27",
                        "RESPOND_IF_READY without anything to wait for is refused",
                        RefusalRow.of(
                                PeerState.NEGOTIATED,
                                SpdmScript.ALL,
                                UNEXPECTED_REQUEST,
                                "vv ff 81 00",
                                "vv ff 83 07")),
                table("GAP-SPD-36", "Requests before their time are refused", before()),
                table(
                        "GAP-SPD-41",
                        "A public value that is none is refused",
                        RefusalRow.of(PeerState.CHAINS_READ, SpdmScript.V1_1_ON, INVALID_REQUEST, GapCases::values)
                                .needing(Need.KEY_EX)));
    }

    /** Any refusal will do, because nothing says which. */
    private static SpdmScript table(String id, String title, RefusalRow... rows) {
        RefusalRow first = rows[0];
        return new SpdmScript(id, title, first.versions(), first.needs(), probe -> {
            for (RefusalRow row : rows) {
                row.run(probe, Probe::declined);
            }
        });
    }

    private static RefusalRow[] before() {
        String[] afterVersion = {
            "vv e3 00 00 20 00 01 00",
            "vv 81 00 00",
            "vv 82 00 00 00 00 00 04",
            "vv 83 00 00 nonce ctx",
            "vv e0 00 00 ctx"
        };
        String[] afterCapabilities = {
            "vv 81 00 00", "vv 82 00 00 00 00 00 04", "vv 83 00 00 nonce ctx", "vv e0 00 00 ctx"
        };
        return new RefusalRow[] {
            RefusalRow.of(PeerState.VERSION_READ, SpdmScript.ALL, UNEXPECTED_REQUEST, afterVersion),
            RefusalRow.of(PeerState.CAPABILITIES_READ, SpdmScript.ALL, UNEXPECTED_REQUEST, afterCapabilities)
        };
    }

    private static List<Stimulus> opaque(SpdmPeer peer) {
        Bytes good = RefusalCases.exchange(peer);
        int place = EXCHANGE_DATA + peer.context().suite().exchangeSize(SpdmRole.REQUESTER);
        return List.of(
                new Stimulus("one byte more", good.with(place, good.at(place) + 1)),
                new Stimulus("FFFFh", good.with(place, 0xFF).with(place + 1, 0xFF)));
    }

    private static List<Stimulus> values(SpdmPeer peer) {
        Bytes good = RefusalCases.exchange(peer);
        int size = peer.context().suite().exchangeSize(SpdmRole.REQUESTER);
        List<Stimulus> all = new ArrayList<>();
        for (int value : List.of(0, 0xFF)) {
            Bytes wrong = Bytes.concat(
                    good.slice(0, EXCHANGE_DATA), Bytes.filled(value, size), good.from(EXCHANGE_DATA + size));
            all.add(new Stimulus("all bytes " + Probe.hex(value), wrong));
        }
        return all;
    }

    private static void repeated(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.begin(probe.version());
        Bytes first = peer.readCapabilities(Offer.PLAIN);
        Bytes request = Offer.capabilities(probe.version(), Offer.PLAIN, SpdmPeer.SIZE, SpdmPeer.SIZE)
                .encode();
        Optional<Bytes> again = probe.go().peer().send(request);
        if (again.filter(first::equals).isPresent()) {
            probe.on(1).that("the second answer", true, "the first one", "the first one");
        } else {
            probe.declined(again);
            probe.on(1)
                    .noting("a repetition need not be answered")
                    .deviates("the second answer", "the first one", "another");
        }
    }

    private record Contradiction(String name, CapabilityFlags flags) {}

    private static final List<Contradiction> CONTRADICTIONS = List.of(
            new Contradiction("PSK_CAP 2", Offer.PLAIN.with(Capability.PSK_CAP, 2)),
            new Contradiction("PSK_CAP 3", Offer.PLAIN.with(Capability.PSK_CAP, 3)),
            new Contradiction("ENCRYPT_CAP alone", CapabilityFlags.of(Capability.ENCRYPT_CAP)),
            new Contradiction("MAC_CAP alone", CapabilityFlags.of(Capability.MAC_CAP)),
            new Contradiction("KEY_EX_CAP alone", CapabilityFlags.of(Capability.KEY_EX_CAP)),
            new Contradiction("CERT_CAP and PUB_KEY_ID_CAP", Offer.FULL.with(Capability.PUB_KEY_ID_CAP)));

    private static void contradictions(Probe probe) {
        for (Contradiction wrong : CONTRADICTIONS) {
            probe.each(wrong.name(), () -> {
                probe.peer().begin(probe.version());
                Bytes request = Offer.capabilities(probe.version(), wrong.flags(), SpdmPeer.SIZE, SpdmPeer.SIZE)
                        .encode();
                probe.go().refused(SpdmErrorCode.INVALID_REQUEST, probe.peer().send(request));
            });
        }
    }

    private static void nonces(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        int from = 4 + peer.hash().size();
        List<Bytes> nonces = new ArrayList<>();
        probe.go();
        for (int i = 0; i < 8; i++) {
            Bytes answer = peer.ask("vv 83 00 00 nonce ctx");
            nonces.add(answer.slice(Math.min(from, answer.size()), Math.min(from + NONCE, answer.size())));
        }
        long distinct = nonces.stream().distinct().count();
        probe.on(1).at(from).equal("distinct nonces", (long) nonces.size(), distinct);
    }

    private static void laterRequests(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.PLAIN);
        for (SpdmCode code : SpdmCode.values()) {
            if (!probe.version().isAtLeast(code.since())) {
                probe.each(code.requestName(), () -> {
                    Bytes request =
                            Bytes.of((byte) probe.version().code(), (byte) code.requestCode(), (byte) 0, (byte) 0);
                    probe.go().unsupported(code.requestCode(), probe.peer().send(request.plus(Bytes.filled(0, NONCE))));
                });
            }
        }
        if (probe.version() == SpdmVersion.V1_4) {
            throw new NotApplicableException("SPDM 1.4 is the latest version that the suite knows");
        }
    }
}
