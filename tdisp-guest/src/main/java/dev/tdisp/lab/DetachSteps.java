package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The steps of a detach. What concerns the whole device is done for the last function only. */
final class DetachSteps {
    private static final String TVM = "TVM";
    private static final String TSM = "TSM";
    private static final String VMM = "VMM";

    private final Parties parties;
    private final Attachment attachment;
    private final Predicate<Attachment> isLast;

    DetachSteps(Parties parties, Attachment attachment, Predicate<Attachment> isLast) {
        this.parties = parties;
        this.attachment = attachment;
        this.isLast = isLast;
    }

    List<Step<Milestone>> all() {
        List<Step<Milestone>> steps = new ArrayList<>(giveBack());
        steps.add(unassignStep());
        steps.add(step(TSM, "Stop the IDE stream", this::stopStream));
        steps.add(step(TSM, "End the SPDM session", this::endSession).reaching(Milestone.DISCONNECTED));
        return steps;
    }

    /** The steps to a stopped interface, which the guest still has. */
    List<Step<Milestone>> giveBack() {
        return List.of(
                step(TVM, "Stop the driver and have the DMA gate closed", this::closeGate),
                step(TSM, "Unmap private MMIO and stop the interface", this::stop)
                        .reaching(Milestone.STOPPED));
    }

    Step<Milestone> unassignStep() {
        return step(VMM, "Take VF %d from the VM".formatted(attachment.vf()), this::unassign);
    }

    private static Step<Milestone> step(String actor, String name, Runnable action) {
        return Step.of(actor, name, action);
    }

    private void closeGate() {
        if (attachment.isBound()) {
            parties.guest().closeGate(attachment.function());
        }
    }

    private void stop() {
        if (attachment.isBound()) {
            parties.guest().unlock(attachment.function());
            attachment.bound(false);
        }
    }

    private void unassign() {
        if (attachment.isAssigned()) {
            parties.vmm().unassign(attachment.function());
            attachment.unassign();
        }
    }

    private void stopStream() {
        if (isLast.test(attachment)) {
            parties.tsm().stopStream();
        }
    }

    private void endSession() {
        if (isLast.test(attachment)) {
            parties.tsm().endSession();
        }
    }
}
