package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.platform.PlatformStep;
import java.util.ArrayList;
import java.util.List;

/** The steps of an attach. What concerns the whole device is done for the first function only. */
final class AttachSteps {
    private static final String TVM = "TVM";
    private static final String TSM = "TSM";
    private static final String VMM = "VMM";
    private static final int SAMPLE_SIZE = 4096;
    private static final int WORK_SIZE = 64 * 1024;

    private final Parties parties;
    private final Attachment attachment;

    AttachSteps(Parties parties, Attachment attachment) {
        this.parties = parties;
        this.attachment = attachment;
    }

    List<Step<Milestone>> all() {
        List<Step<Milestone>> steps = new ArrayList<>(connect());
        steps.add(assignStep());
        steps.add(bounceStep());
        steps.addAll(trust());
        return steps;
    }

    /** The steps up to a secure link; each has no effect if that is done. */
    List<Step<Milestone>> connect() {
        List<Step<Milestone>> steps = new ArrayList<>(authenticated());
        steps.add(step(TSM, "Program the keys of an IDE stream and enable it", this::secureLink)
                .reaching(Milestone.STREAM_SECURE));
        return steps;
    }

    /** The steps up to a session. */
    List<Step<Milestone>> authenticated() {
        return List.of(
                step(VMM, "Find the device, place its BARs, open its DOE mailbox", parties::plugIn),
                step(VMM, "Enable %d virtual functions".formatted(parties.vfs()), parties::enableVirtualFunctions)
                        .reaching(Milestone.ENUMERATED),
                step(TSM, "Authenticate the device and open an SPDM session", this::authenticate)
                        .reaching(Milestone.CONNECTED));
    }

    Step<Milestone> bounceStep() {
        return step(TVM, "Use it without trust, by bounce buffers", this::bounce);
    }

    Step<Milestone> assignStep() {
        return step(VMM, "Assign VF %d to the VM, not trusted yet".formatted(attachment.vf()), this::assign);
    }

    /** The steps from an assigned function to one that works on private memory. */
    List<Step<Milestone>> trust() {
        List<Step<Milestone>> steps = new ArrayList<>(List.of(
                step(TSM, "Lock the interface, as the VM asks", this::lock).reaching(Milestone.LOCKED),
                step(TSM, "Read the interface report", this::readReport),
                step(TVM, "Collect the evidence and its digests", this::collect).reaching(Milestone.REPORTED),
                step(TVM, "Verify the evidence and decide", this::decide).reaching(Milestone.ACCEPTED)));
        steps.addAll(accepting());
        steps.add(workStep().reaching(Milestone.DMA_DONE));
        return steps;
    }

    Step<Milestone> workStep() {
        return step(TVM, "Encrypt private memory by direct DMA", this::work);
    }

    /** The guest's acceptance, in the platform's order. */
    private List<Step<Milestone>> accepting() {
        List<Step<Milestone>> steps = new ArrayList<>();
        for (PlatformStep part : parties.acceptance()) {
            if (part == PlatformStep.MAP_MMIO) {
                steps.add(step(TVM, "Accept the MMIO ranges of the report as private", this::acceptWindows));
            } else if (part == PlatformStep.START) {
                steps.add(step(TSM, "Start the interface", this::start));
            } else if (part == PlatformStep.OPEN_DMA) {
                steps.add(step(TSM, "Open the DMA gate", this::openGate).reaching(Milestone.RUNNING));
            }
        }
        return steps;
    }

    private static Step<Milestone> step(String actor, String name, Runnable action) {
        return Step.of(actor, name, action);
    }

    private void authenticate() {
        if (!parties.tsm().isConnected()) {
            parties.vmm().authenticate();
        }
    }

    private void secureLink() {
        if (!parties.isSecure()) {
            parties.tsm().secureLink();
        }
    }

    private void assign() {
        FunctionId function = parties.function(attachment.vf());
        parties.vmm().assign(function, parties.tvm());
        parties.translate(function);
        attachment.assign(function);
    }

    private void bounce() {
        TrustedVm guest = parties.guest();
        EngineDriver driver = guest.sharedDriver(attachment.function());
        GuestBuffer sample = guest.heap().put(Bytes.filled(0x5A, SAMPLE_SIZE));
        try {
            require(driver.checksum(sample));
        } finally {
            guest.heap().release(sample);
        }
        Transfers before = attachment.transfers();
        attachment.transfers(new Transfers(driver.mapper().work(), before.direct()));
    }

    private void lock() {
        parties.tsm().lock(attachment.function(), parties.tvm());
        attachment.bound(true);
    }

    private void readReport() {
        parties.tsm().readReport(attachment.function());
        parties.vmm().proposeWindows(attachment.function());
    }

    private void collect() {
        TrustedVm guest = parties.guest();
        attachment.evidence(parties.challenge()
                .map(nonce -> guest.collectEvidence(attachment.function(), nonce))
                .orElseGet(() -> guest.collectEvidence(attachment.function())));
    }

    private void decide() {
        Verdict verdict = parties.guest().appraise(attachment.evidence());
        attachment.verdict(verdict);
        if (!verdict.isAcceptable()) {
            throw new RejectedException(verdict);
        }
    }

    private void acceptWindows() {
        parties.guest().acceptWindows(attachment.acceptance());
    }

    private void start() {
        Verdict verdict = parties.guest().start(attachment.acceptance());
        attachment.verdict(verdict);
        if (!verdict.isAcceptable()) {
            throw new RejectedException(verdict);
        }
    }

    private void openGate() {
        parties.guest().openGate(attachment.acceptance());
    }

    private void work() {
        TrustedVm guest = parties.guest();
        EngineDriver driver = guest.privateDriver(attachment.function()).translating(parties.translates());
        Bytes secret = parties.random(WORK_SIZE);
        parties.watch().secret("the guest's data", secret);
        List<GuestBuffer> buffers = new ArrayList<>();
        try {
            buffers.add(guest.heap().put(secret));
            buffers.add(guest.heap().allocate(WORK_SIZE));
            buffers.add(guest.heap().allocate(WORK_SIZE));
            encryptAndBack(driver, buffers);
            if (!guest.heap().content(buffers.get(2)).equals(secret)) {
                throw new IllegalStateException("what came back is not what was sent");
            }
        } finally {
            buffers.forEach(guest.heap()::release);
        }
        attachment.transfers(
                new Transfers(attachment.transfers().bounced(), driver.mapper().work()));
    }

    private void encryptAndBack(EngineDriver driver, List<GuestBuffer> buffers) {
        Bytes key = parties.random(32);
        parties.watch().secret("the guest's key", key);
        Bytes counter = parties.random(16);
        require(driver.encrypt(key, counter, buffers.get(0), buffers.get(1)));
        require(driver.encrypt(key, counter, buffers.get(1), buffers.get(2)));
    }

    private static void require(JobResult result) {
        if (!result.isDone()) {
            throw new IllegalStateException("the engine did not work: " + result.detail());
        }
    }
}
