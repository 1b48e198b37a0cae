package dev.tdisp.device.tdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.device.config.PowerManagementRegisters;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every writable bit of every function, in every state, seen by every interface: all cells of the table. */
class TrackingMatrixTest {
    private static final int ENABLED = 3;
    private static final Set<RegisterEffect> FIXED_WHILE_ENABLED =
            Set.of(RegisterEffect.SRIOV_CONTROL, RegisterEffect.SRIOV_NUM_VFS, RegisterEffect.SRIOV_PAGE_SIZE);
    private static final long FLR = 0x8000;
    private static final long SELF_TEST = 0x40;

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> changed = new TreeSet<>();
    private int cells;

    /** A write of one bit, to a function by its number in the device. */
    private record Stimulus(int function, Register register, long bit, boolean backwards) {
        boolean isTrigger() {
            return bit == FLR && register.effect() == RegisterEffect.DEVICE_CONTROL
                    || bit == SELF_TEST && register.effect() == RegisterEffect.SELF_TEST;
        }

        String what() {
            return "%s bit %xh%s".formatted(register.name(), bit, backwards ? " back" : "");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P-111")
    @Tag("P-112")
    @Tag("P-113")
    @Tag("P-114")
    @Tag("P-115")
    @Tag("GAP-CFG-01")
    @Tag("GAP-CFG-02")
    @Tag("GAP-CFG-03")
    @Tag("GAP-CFG-04")
    @Tag("GAP-CFG-05")
    @Tag("GAP-CFG-06")
    @Tag("GAP-CFG-07")
    @Tag("GAP-CFG-08")
    @Tag("GAP-CFG-09")
    @Tag("GAP-CFG-11")
    @Tag("GAP-CFG-12")
    @Tag("GAP-CFG-13")
    @Tag("GAP-CFG-15")
    @Tag("GAP-CFG-16")
    @Tag("GAP-CFG-17")
    @Tag("GAP-CFG-22")
    @Tag("GAP-CFG-23")
    @Tag("GAP-CFG-24")
    @Tag("GAP-RST-01")
    @Tag("GAP-RST-02")
    @Tag("GAP-RST-04")
    @Tag("GAP-RST-08")
    @Tag("GAP-RST-09")
    @Tag("GAP-SRI-08")
    void everyBitDoesWhatTheTableSays(TdiState state) {
        for (Stimulus stimulus : stimuli(ENABLED)) {
            apply(stimulus, state, ENABLED, false);
            if (stimulus.register.effect() == RegisterEffect.MSIX_CONTROL) {
                apply(stimulus, state, ENABLED, true);
            }
        }
        for (Stimulus stimulus : stimuli(0)) {
            if (FIXED_WHILE_ENABLED.contains(stimulus.register.effect())) {
                apply(stimulus, state, 0, false);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(cells).as("cells").isGreaterThan(10_000);
        assertThat(changed)
                .as("registers that some write changed, or started something")
                .containsAll(writableRegisters());
    }

    @Test
    void everyWritableBitIsInTheTable() {
        for (int function : new int[] {0, 1}) {
            for (Stimulus stimulus : stimuliOf(new TrackedDevice(ENABLED, false), function)) {
                assertThat(TrackedBits.rowFor(stimulus.register, stimulus.bit))
                        .as(stimulus.what())
                        .isPresent();
            }
        }
    }

    private static Set<String> writableRegisters() {
        var names = new TreeSet<String>();
        for (int function : new int[] {0, 1}) {
            stimuliOf(new TrackedDevice(ENABLED, false), function)
                    .forEach(stimulus -> names.add(function + " " + stimulus.register.name()));
        }
        return names;
    }

    private static List<Stimulus> stimuli(int virtualFunctions) {
        var device = new TrackedDevice(virtualFunctions, false);
        var all = new ArrayList<>(stimuliOf(device, 0));
        if (virtualFunctions > 0) {
            all.addAll(stimuliOf(device, 1));
        }
        return all;
    }

    private static List<Stimulus> stimuliOf(TrackedDevice device, int function) {
        var all = new ArrayList<Stimulus>();
        for (Register register :
                device.functions().get(function).registers().space().registers()) {
            if (isOfFurtherStream(register)) {
                continue;
            }
            for (int i = 0; i < 8 * register.size(); i++) {
                long bit = 1L << i;
                if ((bits(register) & bit) != 0) {
                    all.add(new Stimulus(function, register, bit, false));
                    all.add(new Stimulus(function, register, bit, true));
                }
            }
        }
        return all;
    }

    /** Streams behind the second are like it. */
    private static boolean isOfFurtherStream(Register register) {
        return register.name().matches("Selective IDE Stream [2-9].*");
    }

    private static long bits(Register register) {
        return register.writable()
                | register.clearable()
                | switch (register.effect()) {
                    case DEVICE_CONTROL -> FLR;
                    case SELF_TEST -> SELF_TEST;
                    case DOE_CONTROL -> 0x8000_0001L;
                    case DOE_WRITE_MAILBOX, DOE_READ_MAILBOX -> 1;
                    default -> 0;
                };
    }

    private void apply(Stimulus stimulus, TdiState state, int virtualFunctions, boolean locksMsix) {
        var device = new TrackedDevice(virtualFunctions, locksMsix);
        List<DeviceFunction> functions = device.functions();
        DeviceFunction target = functions.get(stimulus.function);
        Register register = stimulus.register;
        Register own = ownCopy(target, register);
        prepare(target, own, stimulus);
        long before = TrackedDevice.value(target, own);
        functions.forEach(function -> device.bring(function, state));

        TrackedDevice.write(target, own, written(own, before, stimulus));

        boolean isChange = before != TrackedDevice.value(target, own);
        if (isChange
                || register.doubleWordOnly()
                || stimulus.isTrigger()
                || register.effect() == RegisterEffect.DOE_CONTROL) {
            changed.add(stimulus.function + " " + register.name());
        }
        for (int i = 0; i < functions.size(); i++) {
            boolean concerned = isChange || stimulus.isTrigger();
            check(stimulus, state, concerned, locksMsix, i, device.state(functions.get(i)));
        }
    }

    /** Sets by hand what a write is to take back. */
    private static void prepare(DeviceFunction target, Register register, Stimulus stimulus) {
        long value = TrackedDevice.value(target, register);
        boolean isCleared = (register.clearable() & stimulus.bit) != 0;
        boolean isWaking = register.effect() == RegisterEffect.POWER && stimulus.backwards;
        if (isWaking) {
            target.registers().space().set(register, value | PowerManagementRegisters.D3_HOT);
        } else if (isCleared && !stimulus.backwards) {
            target.registers().space().set(register, value | stimulus.bit);
        } else if (stimulus.backwards && (register.writable() & stimulus.bit) != 0 && !register.oneHot()) {
            target.registers().space().set(register, value ^ stimulus.bit);
        }
    }

    private static long written(Register register, long before, Stimulus stimulus) {
        if (register.effect() == RegisterEffect.POWER) {
            return stimulus.backwards ? before & ~PowerManagementRegisters.D3_HOT : before | stimulus.bit;
        }
        if (register.oneHot() || (register.clearable() & stimulus.bit) != 0) {
            return stimulus.bit;
        }
        return stimulus.isTrigger() ? before | stimulus.bit : before ^ stimulus.bit;
    }

    private static Register ownCopy(DeviceFunction target, Register register) {
        return target.registers().space().registers().stream()
                .filter(register::equals)
                .findFirst()
                .orElseThrow();
    }

    private void check(
            Stimulus stimulus, TdiState state, boolean concerned, boolean locksMsix, int observer, TdiState found) {
        cells++;
        TrackedBits.Row row =
                TrackedBits.rowFor(stimulus.register, stimulus.bit).orElseThrow();
        boolean isHit = concerned
                && (stimulus.function == 0 || stimulus.function == observer)
                && isHit(row, stimulus, row.outcome(stimulus.function == 0, observer == 0), locksMsix);
        boolean isTracked = state == TdiState.CONFIG_LOCKED || state == TdiState.RUN;
        TdiState expected = isHit && isTracked ? TdiState.ERROR : state;
        if (found != expected) {
            wrong.add("%s of function %d in %s: function %d is in %s, not in %s"
                    .formatted(stimulus.what(), stimulus.function, state, observer, found, expected));
        }
    }

    private static boolean isHit(TrackedBits.Row row, Stimulus stimulus, String outcome, boolean locksMsix) {
        boolean isWhen = switch (row.when()) {
            case "cleared", "set" -> !stimulus.backwards;
            case "waking" -> stimulus.backwards;
            case "written", "changed" -> true;
            default -> throw new AssertionError(row.when());
        };
        return isWhen
                && switch (outcome) {
                    case "ERROR", "reset" -> true;
                    case "if MSI-X" -> locksMsix;
                    case "none" -> false;
                    default -> throw new AssertionError(outcome);
                };
    }
}
