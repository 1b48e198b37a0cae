package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.KeyPairChange;
import dev.tdisp.spdm.message.SetKeyPairInfo;
import dev.tdisp.spdm.message.SetKeyPairInfoAck;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Answers SET_KEY_PAIR_INFO: what is asked for must be possible for the key pair (section 2.17). */
final class SetKeyPairInfoHandler implements RequestHandler {
    private static final int PQC_SIZE = 4;

    private final Responder responder;

    SetKeyPairInfoHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        SetKeyPairInfo request = in.decode(SetKeyPairInfo.class).message();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.SET_KEY_PAIR_INFO_CAP);
        KeyPair pair = responder
                .services()
                .keyPairs
                .find(request.keyPairId())
                .orElseThrow(() -> in.invalid("there is no key pair %d".formatted(request.keyPairId())));
        apply(in, request, pair).requireDone(SpdmErrorCode.OPERATION_FAILED);
        return Answer.of(new SetKeyPairInfoAck(responder.header(0, 0)));
    }

    private ChangeOutcome apply(Incoming in, SetKeyPairInfo request, KeyPair pair) {
        KeyPairs pairs = responder.services().keyPairs;
        int id = request.keyPairId();
        return switch (request.operation()) {
            case SetKeyPairInfo.CHANGE -> pairs.change(id, wanted(in, request, pair, false));
            case SetKeyPairInfo.ERASE -> {
                requireCapability(in, pair, KeyPair.ERASE);
                requireUnused(pair);
                yield pairs.erase(id);
            }
            case SetKeyPairInfo.GENERATE -> {
                requireCapability(in, pair, KeyPair.GENERATE);
                KeyPair wanted = wanted(in, request, pair, true);
                requireUnused(pair);
                yield pairs.generate(id, wanted);
            }
            default -> throw in.invalid("operation %d is reserved".formatted(request.operation()));
        };
    }

    private KeyPair wanted(Incoming in, SetKeyPairInfo request, KeyPair pair, boolean isGenerated) {
        KeyPairChange change = request.change();
        if (change == null) {
            throw in.invalid("the wanted values are missing");
        }
        int usage = change.keyUsage() == 0 ? pair.usage() : change.keyUsage();
        int slots = wantedSlots(pair, change);
        long classic = change.asymAlgo();
        long pqc = pqc(in, change.pqcAsymAlgo());
        boolean isKept = classic == 0 && pqc == 0;
        KeyPair wanted =
                pair.with(usage, isKept ? pair.algorithm() : classic, isKept ? pair.pqcAlgorithm() : pqc, slots);
        if (Long.bitCount(classic) + Long.bitCount(pqc) > 1) {
            throw in.invalid("several algorithms are wanted");
        }
        requirePossible(in, pair, wanted, isGenerated);
        return wanted;
    }

    private int wantedSlots(KeyPair pair, KeyPairChange change) {
        boolean isFreed =
                pair.can(KeyPair.ASSOCIATE) && !responder.profile().has(SpdmSwitch.ZERO_SLOT_MASK_KEEPS_SLOTS);
        return change.assocCertSlotMask() == 0 && !isFreed ? pair.slots() : change.assocCertSlotMask();
    }

    private static void requirePossible(Incoming in, KeyPair pair, KeyPair wanted, boolean isGenerated) {
        boolean isOtherAlgorithm =
                wanted.algorithm() != pair.algorithm() || wanted.pqcAlgorithm() != pair.pqcAlgorithm();
        if (wanted.usage() != pair.usage()) {
            requireCapability(in, pair, KeyPair.CHANGE_USAGE);
        }
        if (isOtherAlgorithm && !isGenerated) {
            requireCapability(in, pair, KeyPair.CHANGE_ALGORITHM);
        }
        if (wanted.slots() != pair.slots()) {
            requireCapability(in, pair, KeyPair.ASSOCIATE);
        }
        if (Integer.bitCount(wanted.slots()) > 1) {
            requireCapability(in, pair, KeyPair.SHARE);
        }
        boolean isWithin = (wanted.usage() & ~pair.usageCapabilities()) == 0
                && (wanted.algorithm() & ~pair.algorithmCapabilities()) == 0
                && (wanted.pqcAlgorithm() & ~pair.pqcCapabilities()) == 0;
        if (!isWithin) {
            throw in.invalid("the key pair cannot be of that usage or algorithm");
        }
    }

    private static void requireCapability(Incoming in, KeyPair pair, int capability) {
        if (!pair.can(capability)) {
            throw in.invalid("the key pair lacks the capability %02xh".formatted(capability));
        }
    }

    private static void requireUnused(KeyPair pair) {
        if (pair.slots() != 0) {
            throw Refusal.of(
                    SpdmErrorCode.OPERATION_FAILED, "the slots %02xh use the key pair".formatted(pair.slots()));
        }
    }

    private static long pqc(Incoming in, Bytes mask) {
        if (mask.isEmpty()) {
            return 0;
        }
        if (mask.size() != PQC_SIZE) {
            throw in.invalid("DesiredPqcAsymAlgoLen %d".formatted(mask.size()));
        }
        return WireReader.of(mask).u32("DesiredPqcAsymAlgo");
    }
}
