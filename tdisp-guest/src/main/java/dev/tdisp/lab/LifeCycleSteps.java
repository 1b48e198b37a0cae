package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of what can become of an interface in RUN. */
final class LifeCycleSteps {
    private static final String TVM = "TVM";
    private static final String TSM = "TSM";
    private static final String VMM = "VMM";
    private static final String DSM = "DSM";

    private final Parties parties;
    private final Attachment attachment;
    private final AttachSteps in;
    private final DetachSteps out;

    LifeCycleSteps(Parties parties, Attachment attachment, DetachSteps out) {
        this.parties = parties;
        this.attachment = attachment;
        this.in = new AttachSteps(parties, attachment);
        this.out = out;
    }

    private static Step<Milestone> step(String actor, String name, Runnable action) {
        return Step.of(actor, name, action);
    }

    private static List<Step<Milestone>> inARow(List<List<Step<Milestone>>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private FunctionId function() {
        return parties.function(attachment.vf());
    }

    List<Step<Milestone>> detach() {
        return out.all();
    }

    List<Step<Milestone>> reboot() {
        return inARow(List.of(
                out.giveBack(),
                List.of(
                        step(VMM, "Reset the function", this::resetFunction),
                        step(VMM, "End the VM: its functions are taken, its memory is wiped", this::endGuest),
                        step(VMM, "Launch the VM in fresh memory", parties::launchGuest),
                        in.assignStep()),
                in.trust()));
    }

    List<Step<Milestone>> vmReset() {
        return inARow(List.of(
                List.of(
                        step(VMM, "Have the interface taken from the VM, which is not asked", this::takeAway),
                        step(VMM, "Reset the function", this::resetFunction),
                        step(VMM, "End the VM: its functions are taken, its memory is wiped", this::endGuest),
                        step(VMM, "Launch the VM in fresh memory", parties::launchGuest),
                        in.assignStep()),
                in.trust()));
    }

    List<Step<Milestone>> kexec() {
        return inARow(List.of(
                out.giveBack(),
                List.of(step(TVM, "Start the new kernel, in the memory of the old one", parties::bootGuest)),
                in.trust()));
    }

    List<Step<Milestone>> panic() {
        String rescue = "The kernel dies; the crash kernel gives back what it finds bound, before anything else";
        return inARow(List.of(List.of(step(TVM, rescue, this::rescue)), in.trust()));
    }

    List<Step<Milestone>> suspend() {
        return inARow(List.of(
                List.of(step(TSM, "Refuse to let the VM be suspended: VF is bound", this::refuseMove)),
                out.giveBack(),
                List.of(
                        out.unassignStep(),
                        step(TSM, "Let the VM be suspended: nothing is bound", this::allowMove),
                        step(VMM, "Resume the VM, where it was", () -> {}),
                        in.assignStep()),
                in.trust()));
    }

    List<Step<Milestone>> migrate() {
        return inARow(List.of(
                List.of(step(TSM, "Refuse to let the VM be moved: VF is bound", this::refuseMove)),
                out.giveBack(),
                List.of(
                        out.unassignStep(),
                        step(TSM, "Let the VM be moved: nothing is bound", this::allowMove),
                        step(VMM, "Wipe what the VM leaves behind", parties::endGuest),
                        step(VMM, "Launch the VM where it arrives: here, in other memory", parties::launchGuest),
                        in.assignStep()),
                in.trust()));
    }

    List<Step<Milestone>> refreshKeys() {
        return List.of(
                step(TSM, "Replace the keys of the stream: the other key set is programmed and started", this::newKeys),
                in.workStep(),
                step(TSM, "Replace the keys of the session (KEY_UPDATE)", this::updateSessionKeys),
                step(TSM, "Replace the keys of the stream again, in the new session keys", this::newKeys),
                in.workStep());
    }

    List<Step<Milestone>> recover() {
        return inARow(List.of(
                List.of(
                        step(VMM, "Clear Bus Master Enable, by mistake", this::clearBusMaster),
                        step(TVM, "Find the registers silent, and ask: ERROR", () -> requireState(TdiState.ERROR))),
                out.giveBack(),
                List.of(step(VMM, "Set Bus Master Enable again", this::setBusMaster)),
                in.trust()));
    }

    List<Step<Milestone>> fatalError() {
        return inARow(List.of(
                List.of(
                        step(DSM, "Fail: sessions end, the interface is in ERROR", this::failDevice),
                        step(
                                TVM,
                                "Ask, and get no answer: the security manager gives the device up",
                                this::requireLost),
                        step(VMM, "Take VF %d from the VM".formatted(attachment.vf()), this::forgetFunction),
                        step(VMM, "Reset the device, which forgets everything", this::resetDevice)),
                in.connect(),
                List.of(in.assignStep()),
                in.trust()));
    }

    List<Step<Milestone>> loseSession() {
        return inARow(List.of(
                List.of(
                        step(
                                VMM,
                                "Lose the device's answers",
                                () -> parties.vmm().relay().tapResponses(o -> Bytes.EMPTY)),
                        step(
                                TVM,
                                "Ask, and get no answer: the security manager gives the device up",
                                this::requireLost),
                        step(
                                VMM,
                                "Carry answers again",
                                () -> parties.vmm().relay().tapResponses(o -> o))),
                in.connect(),
                in.trust()));
    }

    List<Step<Milestone>> remove() {
        List<Step<Milestone>> steps = new ArrayList<>(out.all());
        steps.add(step(VMM, "Disable the virtual functions", this::disableFunctions));
        steps.add(step(VMM, "Take the device out", parties::pullOut));
        return steps;
    }

    List<Step<Milestone>> pullOut() {
        return inARow(List.of(
                List.of(
                        step(VMM, "Pull the device out while it works", parties::pullOut),
                        step(TVM, "Find the registers silent", this::requireSilence),
                        step(TSM, "Give the device up: gate closed, windows gone, nothing is sent", this::giveUp),
                        step(VMM, "Take VF %d from the VM".formatted(attachment.vf()), this::forgetFunction)),
                in.connect(),
                List.of(in.assignStep()),
                in.trust()));
    }

    /** The steps of a disturbance: it happens, it is looked at, and all starts over. */
    List<Step<Milestone>> disturb(Disturbance what, Sightings sightings) {
        return inARow(List.of(
                List.of(
                        step(what.actor(), what.sentence(), () -> strike(what, sightings)),
                        step(TVM, "Touch the registers and ask for the state", () -> sightings.ask(attachment.vf()))),
                List.of(
                        step(VMM, "Have everything unbound, and the session ended", this::disconnect),
                        step(VMM, "Take VF %d from the VM".formatted(attachment.vf()), this::forgetFunction),
                        step(VMM, "Reset the device, which forgets everything", this::resetDevice)),
                in.connect(),
                List.of(in.assignStep()),
                in.trust()));
    }

    private void strike(Disturbance what, Sightings sightings) {
        what.strike(parties, attachment.vf());
        sightings.look(attachment.vf());
    }

    private void resetFunction() {
        parties.vmm().driver().functionLevelReset(function());
        setBusMaster();
    }

    private void clearBusMaster() {
        Disturbances.clearBusMaster(parties, attachment.vf());
    }

    private void setBusMaster() {
        parties.vmm().driver().config(function()).setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
    }

    private void endGuest() {
        parties.endGuest();
        attachment.unassign();
        attachment.bound(false);
    }

    private void takeAway() {
        parties.vmm().unbind(function());
        attachment.bound(false);
    }

    private void rescue() {
        parties.bootGuest();
        if (parties.tsm().binding(function()).isPresent()) {
            parties.guest().unlock(function());
        }
        attachment.bound(false);
    }

    private void refuseMove() {
        Optional<Reason> refusal = refusal(() -> parties.tsm().requireMovable(parties.tvm()));
        if (!refusal.equals(Optional.of(Reason.STILL_BOUND))) {
            throw new IllegalStateException("not refused, or for another reason: " + refusal);
        }
    }

    private void allowMove() {
        parties.tsm().requireMovable(parties.tvm());
    }

    private void newKeys() {
        parties.tsm().device(function()).refreshKeys();
    }

    private void updateSessionKeys() {
        parties.tsm().device(function()).updateSessionKeys();
    }

    private void requireState(TdiState expected) {
        requireSilence();
        TdiState state = parties.guest().state(function());
        if (state != expected) {
            throw new IllegalStateException("the interface is in " + state);
        }
    }

    private void requireSilence() {
        if (parties.guest().privateDriver(attachment.function()).isPresent()) {
            throw new IllegalStateException("the registers answer");
        }
    }

    private void failDevice() {
        Disturbances.fail(parties, attachment.vf());
        Disturbances.endSession(parties, attachment.vf());
    }

    private void requireLost() {
        Optional<Reason> refusal = refusal(() -> parties.guest().state(attachment.function()));
        if (refusal.isEmpty() || parties.tsm().isConnected()) {
            throw new IllegalStateException("the security manager still has a session");
        }
        parties.guest().unlock(attachment.function());
        attachment.bound(false);
    }

    private static Optional<Reason> refusal(Runnable request) {
        try {
            request.run();
            return Optional.empty();
        } catch (TsmException e) {
            return Optional.of(e.reason());
        }
    }

    private void giveUp() {
        parties.tsm().abandon("the device is gone");
        parties.guest().unlock(attachment.function());
        attachment.bound(false);
    }

    private void disconnect() {
        parties.guest().unlock(attachment.function());
        attachment.bound(false);
        parties.vmm().disconnect();
    }

    private void forgetFunction() {
        if (attachment.isAssigned()) {
            parties.vmm().unassign(attachment.function());
            attachment.unassign();
        }
    }

    private void resetDevice() {
        if (parties.isPlugged()) {
            parties.pullOut();
        }
    }

    private void disableFunctions() {
        parties.vmm().driver().disableVirtualFunctions();
    }
}
