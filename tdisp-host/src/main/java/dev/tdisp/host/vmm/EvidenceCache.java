package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.EvidenceKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Evidence in the hands of the hypervisor, which can put anything in its place. */
public final class EvidenceCache {
    private final Map<FunctionId, Map<EvidenceKind, Bytes>> kept = new HashMap<>();

    EvidenceCache() {}

    /**
     * Keeps evidence in place of what was there.
     *
     * @param function the function it is about; function 0 for what is of the device as a whole
     * @param kind what it is
     * @param evidence the evidence
     */
    public void keep(FunctionId function, EvidenceKind kind, Bytes evidence) {
        kept.computeIfAbsent(function, key -> new EnumMap<>(EvidenceKind.class)).put(kind, evidence);
    }

    /**
     * Returns evidence.
     *
     * @param function the function it is about
     * @param kind what kind
     * @return the evidence, if there is some
     */
    public Optional<Bytes> of(FunctionId function, EvidenceKind kind) {
        return Optional.ofNullable(kept.getOrDefault(function, Map.of()).get(kind));
    }
}
