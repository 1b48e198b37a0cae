package dev.tdisp.core.responder;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.Support;
import dev.tdisp.core.message.SupportedRequests;
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.EnumSet;
import java.util.Set;

/** What a device under a profile can do, and how TDISP_CAPABILITIES says it (section 11.3.7). */
final class Capabilities {
    private static final int MOST_REQUESTS = 0xFF;

    private Capabilities() {}

    static Set<RequestCode> supported(TdiBackend backend, TdispProfile profile) {
        Set<RequestCode> supported = EnumSet.noneOf(RequestCode.class);
        Set<RequestCode> optional = backend.optionalRequests();
        for (RequestCode code : RequestCode.values()) {
            if (isSupported(code, optional, profile)) {
                supported.add(code);
            }
        }
        return supported;
    }

    static LockFlags lockFlags(TdiBackend backend, TdispProfile profile) {
        return backend.lockFlags().and(profile.lockFlags()).defined();
    }

    static int requestsOfAll(TdiBackend backend, TdispProfile profile) {
        if (profile.requestsOfAll() != TdispProfile.ONE_EACH) {
            return profile.requestsOfAll();
        }
        int number = backend.interfaces().size();
        return Math.max(1, Math.min(number, MOST_REQUESTS));
    }

    static TdispCapabilities answer(TdiBackend backend, TdispProfile profile, TdispHeader header) {
        return new TdispCapabilities(
                header,
                profile.has(TdispSwitch.PCIE_7_0) ? TdispCapabilities.XT_MODE_SUPPORTED : 0,
                advertised(backend, profile),
                lockFlags(backend, profile),
                0,
                profile.addressWidth(),
                profile.requestsOfInterface(),
                requestsOfAll(backend, profile));
    }

    private static boolean isSupported(RequestCode code, Set<RequestCode> optional, TdispProfile profile) {
        if (code.support() == Support.REQUIRED) {
            return true;
        }
        if (profile.has(TdispSwitch.MANDATORY_REQUESTS_ONLY)) {
            return false;
        }
        return code.support() == Support.OPTIONAL ? optional.contains(code) : profile.has(TdispSwitch.PCIE_7_0);
    }

    private static SupportedRequests advertised(TdiBackend backend, TdispProfile profile) {
        var requests = SupportedRequests.of(supported(backend, profile));
        return profile.has(TdispSwitch.REQ_MSGS_COUNTED_FROM_81H) ? shifted(requests) : requests;
    }

    private static SupportedRequests shifted(SupportedRequests requests) {
        Bytes bits = Bytes.filled(0, SupportedRequests.SIZE);
        for (int index = 1; index < SupportedRequests.SIZE * Byte.SIZE; index++) {
            if (requests.isSet(index)) {
                int target = index - 1;
                bits = bits.with(target / Byte.SIZE, bits.at(target / Byte.SIZE) | 1 << target % Byte.SIZE);
            }
        }
        return new SupportedRequests(bits);
    }
}
