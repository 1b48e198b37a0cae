package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cases of DIGESTS and CERTIFICATE that are not refusals. */
final class IdentityCases {
    private static final int DIGESTS = 0x01;
    private static final int CERTIFICATE = 0x02;
    private static final int PORTION = 0x400;
    private static final int LARGEST_CHAIN = 0x1_0000;
    private static final int LARGEST_MODEL = 3;

    private IdentityCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                new SpdmScript("SPDM-DIG-01", "DIGESTS", SpdmScript.ALL, List.of(Need.CERT), IdentityCases::digests),
                new SpdmScript(
                        "SPDM-CERT-01",
                        "CERTIFICATE gives the chain of each slot in portions",
                        SpdmScript.ALL,
                        List.of(Need.CERT),
                        IdentityCases::chains),
                new SpdmScript(
                        "SPDM-CERT-04",
                        "The certificates of the chains",
                        SpdmScript.ALL,
                        List.of(Need.CERT),
                        CertificateCase::certificates),
                new SpdmScript(
                        "SPDM-CERT-05",
                        "CERTIFICATE tells the size of a slot",
                        SpdmScript.V1_3_ON,
                        List.of(Need.CERT),
                        IdentityCases::slotSize));
    }

    private static void digests(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        int hash = peer.hash().size();
        Bytes answer = probe.go().peer().ask("vv 81 00 00");
        probe.header(DIGESTS, 4 + hash, answer);
        int slots = answer.size() > 3 ? answer.at(3) : 0;
        probe.on(4).at(3).that("SlotMask", (slots & 1) != 0, "bit 0 set", Probe.hex(slots));
        int wanted = 4 + hash * Integer.bitCount(slots);
        probe.on(5).at(4).that("Digest", answer.size() >= wanted, "at least %d bytes".formatted(wanted), answer.size());
    }

    private static void chains(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        int index = 0;
        for (int slot : peer.slots()) {
            int place = 4 + peer.hash().size() * index++;
            probe.each("slot " + slot, () -> chain(probe.go(), slot, place));
        }
    }

    private static void chain(Probe probe, int slot, int place) {
        SpdmPeer peer = probe.peer();
        Bytes chain = Bytes.EMPTY;
        int remainder = 1;
        while (remainder > 0 && chain.size() < LARGEST_CHAIN) {
            String offset = SpdmPeer.u16(chain.size());
            Bytes answer = peer.ask("vv 82 %02x 00 %s %s".formatted(slot, offset, SpdmPeer.u16(PORTION)));
            boolean isAnswer = probe.header(CERTIFICATE, 8, answer);
            int portion = SpdmPeer.word(answer, 4);
            boolean isFitting = portion > 0 && portion <= PORTION && answer.size() >= 8 + portion;
            probe.on(4).at(4).that("PortionLength", isFitting, "1 to 400h, and as much behind it", portion);
            if (!isAnswer || !isFitting) {
                return;
            }
            model(probe, answer.at(3));
            remainder = SpdmPeer.word(answer, 6);
            chain = chain.plus(answer.slice(8, 8 + portion));
        }
        long length = chain.size() < 4 ? -1 : WireReader.of(chain).u32("Length");
        probe.on(5).equal("Length of the chain", (long) chain.size(), length);
        int end = place + peer.hash().size();
        Bytes digests = peer.digests();
        Bytes digest = end <= digests.size() ? digests.slice(place, end) : Bytes.EMPTY;
        probe.on(6).equal("hash of the chain", digest, peer.hash().digest(chain));
    }

    /** CertInfo has a meaning from 1.3 on, and is reserved before. */
    private static void model(Probe probe, int info) {
        boolean isKnown = probe.version().isAtLeast(SpdmVersion.V1_3);
        int value = isKnown ? info & 7 : 0;
        probe.on(7).at(3).that("CertInfo", value <= LARGEST_MODEL, "at most 3", value);
    }

    private static void slotSize(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        List<Integer> slots = new ArrayList<>(peer.slots());
        Bytes answer = probe.go().peer().ask("vv 82 %02x 01 ff ff 55 aa".formatted(slots.isEmpty() ? 0 : slots.get(0)));
        probe.on(1).equal("size", 8, answer.size());
        probe.on(2).at(1).equal("RequestResponseCode", Probe.hex(CERTIFICATE), Probe.hex(answer, 1));
        probe.on(3).at(0).equal("SPDMVersion", Probe.hex(probe.version().code()), Probe.hex(answer, 0));
        int remainder = SpdmPeer.word(answer, 6);
        probe.on(4).at(6).that("RemainderLength", remainder > 0, "more than 0", remainder);
    }
}
