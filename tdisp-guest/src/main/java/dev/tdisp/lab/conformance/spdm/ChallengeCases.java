package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.SigningContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cases of CHALLENGE_AUTH that are not refusals: which messages its signature covers. */
final class ChallengeCases {
    private static final int CHALLENGE_AUTH = 0x03;
    private static final int NONCE = 32;
    private static final int CONTEXT = 8;
    private static final List<SpdmVersion> OLD = SpdmScript.ALL.subList(0, 2);

    /** What goes before a CHALLENGE: is the negotiation cached, and which part of B comes. */
    private record Order(
            String id, List<SpdmVersion> versions, boolean isCached, boolean hasDigests, boolean hasChain) {
        String title() {
            String first = isCached ? "A2" : "A1";
            String second = hasDigests ? hasChain ? "B1" : "B3" : hasChain ? "B4" : "B2";
            return "CHALLENGE_AUTH signs %s %s C1, %s".formatted(first, second, versions.equals(OLD) ? "old" : "new");
        }
    }

    private static final List<Order> ORDERS = List.of(
            new Order("SPDM-CHAL-01", OLD, false, true, true),
            new Order("SPDM-CHAL-02", OLD, false, false, false),
            new Order("SPDM-CHAL-03", OLD, false, true, false),
            new Order("SPDM-CHAL-06", SpdmScript.V1_2_ON, false, true, true),
            new Order("SPDM-CHAL-07", SpdmScript.V1_2_ON, false, false, false),
            new Order("SPDM-CHAL-08", SpdmScript.V1_2_ON, false, true, false),
            new Order("SPDM-CHAL-09", SpdmScript.V1_2_ON, false, false, true),
            new Order("SPDM-CHAL-10", SpdmScript.V1_2_ON, true, true, true),
            new Order("SPDM-CHAL-11", SpdmScript.V1_2_ON, true, false, false),
            new Order("SPDM-CHAL-12", SpdmScript.V1_2_ON, true, true, false),
            new Order("SPDM-CHAL-13", SpdmScript.V1_2_ON, true, false, true));

    private ChallengeCases() {}

    static Stream<SpdmScript> all() {
        return ORDERS.stream()
                .map(order -> new SpdmScript(
                        order.id(),
                        order.title(),
                        order.versions(),
                        List.of(Need.CERT, Need.CHAL),
                        probe -> challenges(probe, order)));
    }

    private static void challenges(Probe probe, Order order) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        Bytes chain = peer.chain(0);
        Bytes digests = peer.digests();
        for (int summary : PeerSession.summaries(peer)) {
            probe.each("summary %02Xh".formatted(summary), () -> {
                peer.negotiate(probe.version(), Offer.PLAIN);
                peer.know(0, chain);
                challenge(probe, order, summary, digests);
            });
        }
    }

    private static void challenge(Probe probe, Order order, int summary, Bytes digests) {
        SpdmPeer peer = probe.peer();
        if (order.isCached()) {
            peer.require(peer.ask("vv 83 00 00 nonce ctx"), CHALLENGE_AUTH);
        }
        List<Bytes> before = new ArrayList<>();
        if (order.hasDigests()) {
            Bytes request = peer.request("vv 81 00 00");
            before.add(request);
            before.add(peer.require(peer.ask(request), 0x01));
        }
        if (order.hasChain()) {
            peer.collect(0, before);
        }
        Bytes request = peer.request("vv 83 00 %02x nonce ctx".formatted(summary));
        Bytes answer = probe.go().peer().ask(request);
        judge(probe, summary, answer, digests);
        int end = Math.max(0, answer.size() - peer.context().suite().signatureSize());
        Bytes transcript = before.stream().reduce(peer.negotiation(), Bytes::plus);
        Bytes signed = Bytes.concat(transcript, request, answer.slice(0, end));
        boolean isSigned = peer.isSigned(0, SigningContext.RESPONDER_CHALLENGE_AUTH, signed, answer.from(end));
        probe.on(7).at(end).that("Signature", isSigned, "of the transcript", isSigned ? "so" : "of something else");
    }

    private static void judge(Probe probe, int summary, Bytes answer, Bytes digests) {
        SpdmPeer peer = probe.peer();
        int hash = peer.hash().size();
        int opaque = 4 + hash + NONCE + peer.context().summarySize(summary);
        boolean hasContext = probe.version().isAtLeast(SpdmVersion.V1_3);
        int contextOffset = opaque + 2 + SpdmPeer.word(answer, opaque);
        int signature = contextOffset + (hasContext ? CONTEXT : 0);
        probe.header(CHALLENGE_AUTH, signature + peer.context().suite().signatureSize(), answer);
        int slot = answer.size() > 2 ? answer.at(2) & 0x0F : -1;
        probe.on(4).at(2).equal("SlotID", 0, slot);
        int mask = answer.size() > 3 ? answer.at(3) : 0;
        probe.on(5).at(3).that("SlotMask", (mask & 1) != 0, "bit 0 set", Probe.hex(mask));
        Bytes expected = peer.hash().digest(peer.chain(0));
        Bytes observed = answer.size() >= 4 + hash ? answer.slice(4, 4 + hash) : Bytes.EMPTY;
        boolean isRight = expected.equals(observed) && expected.equals(digests.slice(4, 4 + hash));
        probe.on(6).at(4).that("CertChainHash", isRight, expected, observed);
        if (probe.version().isAtLeast(SpdmVersion.V1_2)) {
            Bytes echo =
                    hasContext && signature <= answer.size() ? answer.slice(contextOffset, signature) : Bytes.EMPTY;
            Bytes sent = hasContext ? Bytes.fromHex(Template.CONTEXT) : Bytes.EMPTY;
            probe.on(8).at(contextOffset).equal("RequesterContext", sent, echo);
        }
    }
}
