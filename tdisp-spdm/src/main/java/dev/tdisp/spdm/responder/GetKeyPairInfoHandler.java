package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.GetKeyPairInfo;
import dev.tdisp.spdm.message.KeyPairInfo;

/** Answers GET_KEY_PAIR_INFO (section 2.17). */
final class GetKeyPairInfoHandler implements RequestHandler {
    private final Responder responder;

    GetKeyPairInfoHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        GetKeyPairInfo request = in.decode(GetKeyPairInfo.class).message();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.GET_KEY_PAIR_INFO_CAP);
        KeyPairs pairs = responder.services().keyPairs;
        KeyPair pair = pairs.find(request.keyPairId())
                .orElseThrow(() -> in.invalid("there is no key pair %d".formatted(request.keyPairId())));
        boolean canChange = responder.profile().capabilities().has(Capability.SET_KEY_PAIR_INFO_CAP);
        return Answer.of(new KeyPairInfo(
                responder.header(0, 0),
                pairs.count(),
                request.keyPairId(),
                canChange ? pair.capabilities() : 0,
                pair.usageCapabilities(),
                pair.usage(),
                pair.algorithmCapabilities(),
                pair.algorithm(),
                pair.publicKeyInfo(),
                pair.slots(),
                pqc(in, pair.pqcCapabilities()),
                pqc(in, pair.pqcAlgorithm())));
    }

    private static Bytes pqc(Incoming in, long mask) {
        if (!in.isAtLeast(SpdmVersion.V1_4)) {
            return Bytes.EMPTY;
        }
        var out = WireWriter.create();
        out.u32("PqcAsymAlgo", mask);
        return out.toBytes();
    }
}
