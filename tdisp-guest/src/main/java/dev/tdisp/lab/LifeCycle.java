package dev.tdisp.lab;

import dev.tdisp.core.flow.Step;
import java.util.List;
import java.util.function.Function;

/** What can become of an interface in RUN besides work. Each is a flow of {@link Lab#flow}. */
public enum LifeCycle {
    /** The guest gives the interface back, the last one with stream and session. */
    DETACH("the VM gives the interface back, and stream and session end", LifeCycleSteps::detach),
    /** The guest reboots: the interface is given back, the function reset, the memory wiped; all is verified anew. */
    REBOOT(
            "the VM reboots: interface given back, function reset, memory wiped, all verified anew",
            LifeCycleSteps::reboot),
    /** The hypervisor resets the guest without asking it. */
    VM_RESET("the VMM resets the VM without asking it", LifeCycleSteps::vmReset),
    /** The guest starts another kernel in the same memory. */
    KEXEC("the VM starts another kernel in the same memory", LifeCycleSteps::kexec),
    /** The guest's kernel dies with the interface running; a crash kernel takes over. */
    PANIC("the VM's kernel dies with the interface running, and a crash kernel takes over", LifeCycleSteps::panic),
    /** A suspend is refused while an interface is bound, and done when it is given back. */
    SUSPEND("a suspend is refused while bound, done when given back; all is verified anew", LifeCycleSteps::suspend),
    /** A migration is refused while an interface is bound, and done when it is given back. */
    MIGRATE("a migration is refused while bound, done when given back; all is verified anew", LifeCycleSteps::migrate),
    /** Keys that grew old are replaced without a gap. */
    KEY_REFRESH("the keys of stream and session are replaced without a gap", LifeCycleSteps::refreshKeys),
    /** The interface gets into ERROR; the guest finds out and takes it into use again. */
    RECOVERY("an error of the interface alone; it is stopped and taken into use again", LifeCycleSteps::recover),
    /** The device fails for good and must be reset. */
    FATAL_ERROR("the device fails, is reset, and is taken into use again", LifeCycleSteps::fatalError),
    /** An answer is lost, and with it the session. */
    SESSION_LOSS("an answer is lost, and with it the session; another one is opened", LifeCycleSteps::loseSession),
    /** The device is taken out in order. */
    REMOVAL("the device is taken out in order", LifeCycleSteps::remove),
    /** The device is pulled out while it works. */
    SURPRISE_REMOVAL("the device is pulled out while it works, and comes back", LifeCycleSteps::pullOut);

    private final String sentence;
    private final Function<LifeCycleSteps, List<Step<Milestone>>> steps;

    LifeCycle(String sentence, Function<LifeCycleSteps, List<Step<Milestone>>> steps) {
        this.sentence = sentence;
        this.steps = steps;
    }

    /**
     * Returns what happens.
     *
     * @return a sentence without a full stop
     */
    public String sentence() {
        return sentence;
    }

    List<Step<Milestone>> steps(LifeCycleSteps all) {
        return steps.apply(all);
    }
}
