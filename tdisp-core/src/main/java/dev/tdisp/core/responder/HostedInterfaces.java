package dev.tdisp.core.responder;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.tdi.TdispSwitch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the interface that an INTERFACE_ID means (section 11.2). */
final class HostedInterfaces {
    private static final long FUNCTION_BEEF = 0xBEEF;

    private final TdiBackend backend;
    private final TdispProfile profile;
    private final Map<InterfaceId, InterfaceId> opened = new HashMap<>();

    HostedInterfaces(TdiBackend backend, TdispProfile profile) {
        this.backend = backend;
        this.profile = profile;
    }

    static boolean hasStraySegment(InterfaceId id) {
        return !id.isSegmentValid() && id.segment() != 0;
    }

    Optional<HostedTdi> find(RequestCode code, InterfaceId requested) {
        Optional<HostedTdi> found = match(requested);
        if (found.isEmpty() && profile.has(TdispSwitch.INTERFACE_ID_IGNORED)) {
            found = first();
        }
        if (!profile.has(TdispSwitch.VERSION_OPENS_INTERFACE)) {
            return found.filter(tdi -> isSameWhole(requested, tdi));
        }
        if (code == RequestCode.GET_TDISP_VERSION) {
            found.ifPresent(tdi -> opened.put(tdi.interfaceId(), requested));
            return found;
        }
        return found.filter(tdi -> isOpened(requested, tdi));
    }

    Optional<HostedTdi> match(InterfaceId requested) {
        Optional<HostedTdi> found = backend.interfaceAt(requested.requesterId())
                .map(HostedTdi.class::cast)
                .filter(tdi -> isSameSegment(requested, tdi.interfaceId()));
        if (found.isPresent()) {
            return found;
        }
        if (profile.has(TdispSwitch.FUNCTION_BEEF_HOSTED) && requested.functionId() == FUNCTION_BEEF) {
            return backend.interfaceOfBeef().map(HostedTdi.class::cast);
        }
        return Optional.empty();
    }

    void reset() {
        opened.clear();
    }

    private Optional<HostedTdi> first() {
        return backend.interfaces().stream().findFirst().map(HostedTdi.class::cast);
    }

    private boolean isOpened(InterfaceId requested, HostedTdi tdi) {
        InterfaceId as = opened.get(tdi.interfaceId());
        return as != null && (!profile.has(TdispSwitch.INTERFACE_ID_COMPARED_WHOLE) || as.equals(requested));
    }

    private boolean isSameWhole(InterfaceId requested, HostedTdi tdi) {
        if (!profile.has(TdispSwitch.INTERFACE_ID_COMPARED_WHOLE)) {
            return true;
        }
        boolean isBeef =
                profile.has(TdispSwitch.FUNCTION_BEEF_HOSTED) && requested.equals(new InterfaceId(FUNCTION_BEEF, 0));
        return isBeef || requested.equals(tdi.interfaceId());
    }

    private static boolean isSameSegment(InterfaceId requested, InterfaceId own) {
        boolean isSegmentCompared = requested.isSegmentValid() && own.isSegmentValid();
        return !isSegmentCompared || requested.segment() == own.segment();
    }
}
