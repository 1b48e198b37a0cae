package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.DeviceStatus;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.host.vmm.GuestHypercalls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of an attach without TDISP: the guest learns who and what the device is, and all its data goes by shared memory.
 * No lock, no stream, no report; that is the difference.
 */
final class SharedSteps {
    private static final String TVM = "TVM";

    /** What can be judged of a device that is not locked. */
    private static final Set<Check> OF_THE_DEVICE = Set.of(
            Check.SESSION,
            Check.NEGOTIATION_DIGEST,
            Check.CHAIN_DIGEST,
            Check.CHAIN_TRUST,
            Check.DEVICE_IDENTITY,
            Check.DEVICE_PINNED,
            Check.MEASUREMENTS_DIGEST,
            Check.MEASUREMENTS_SIGNED,
            Check.MEASUREMENTS_FRESH,
            Check.MEASUREMENTS_GOOD,
            Check.DEVICE_MODE);

    private final Parties parties;
    private final Attachment attachment;
    private final AttachSteps usual;

    SharedSteps(Parties parties, Attachment attachment) {
        this.parties = parties;
        this.attachment = attachment;
        this.usual = new AttachSteps(parties, attachment);
    }

    List<Step<Milestone>> all() {
        List<Step<Milestone>> steps = new ArrayList<>(usual.authenticated());
        steps.add(usual.assignStep());
        steps.add(Step.<Milestone>of(TVM, "Collect what the device proves about itself", this::collect)
                .reaching(Milestone.REPORTED));
        steps.add(Step.<Milestone>of(TVM, "Verify who and what the device is, and decide", this::decide)
                .reaching(Milestone.ACCEPTED));
        steps.add(usual.bounceStep().reaching(Milestone.DMA_DONE));
        return steps;
    }

    private void collect() {
        FunctionId function = attachment.function();
        Bytes nonce = parties.random(SignedMeasurements.NONCE_SIZE);
        DeviceStatus status = parties.tsm().callsOf(parties.tvm()).measureDevice(function, nonce);
        GuestHypercalls host = parties.vmm().hypercallsOf(parties.tvm());
        Map<EvidenceKind, Bytes> blobs = new EnumMap<>(EvidenceKind.class);
        for (EvidenceKind kind : EvidenceKind.values()) {
            host.evidence(function, kind).ifPresent(blob -> blobs.put(kind, blob));
        }
        var unlocked = new InterfaceStatus(
                function,
                TdiState.CONFIG_UNLOCKED,
                LockFlags.of(),
                new BindEpoch(0, 0, 0),
                status.digests(),
                status.link());
        attachment.evidence(new Evidence(unlocked, unlocked, nonce, blobs, host.windows(function)));
    }

    private void decide() {
        Verdict whole = parties.guest().appraise(attachment.evidence());
        var verdict = new Verdict(
                whole.function(),
                whole.epoch(),
                whole.results().stream()
                        .filter(result -> OF_THE_DEVICE.contains(result.check()))
                        .toList(),
                List.of());
        attachment.verdict(verdict);
        if (!verdict.failures().isEmpty()) {
            throw new RejectedException(verdict);
        }
    }
}
