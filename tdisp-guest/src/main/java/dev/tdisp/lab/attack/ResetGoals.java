package dev.tdisp.lab.attack;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.tsm.TsmOptions;

/** What a reset must end, and what it must not (sections 11.4.8 and 11.4.9). */
final class ResetGoals {
    private static final int STATE_OFFSET = 16;
    private static final int RUN = 2;
    private static final int VFS = 2;

    private ResetGoals() {}

    /** After a reset of the first function: it must be in ERROR, and all else as before. */
    static boolean isAmiss(Scene scene) {
        boolean isOtherWell = scene.lab().state(2) == TdiState.RUN && answersRun(scene, 2) && isStreamSecure(scene);
        return scene.state() != TdiState.ERROR || !isOtherWell;
    }

    /** After a reset of the device: nothing must be as before. */
    static boolean isAnythingLeft(Scene scene) {
        boolean isUnlocked = scene.state() == TdiState.CONFIG_UNLOCKED;
        return !isUnlocked || scene.has(MemoryAttacks.LEAKED) || isStreamSecure(scene) || answers(scene);
    }

    /** Gives the device, its functions and their windows the addresses that they had. */
    static void enumerate(Scene scene) {
        scene.lab().vmm().plugIn(scene.adversary()).enableVirtualFunctions(VFS);
    }

    private static boolean answersRun(Scene scene, int vf) {
        Bytes answer = Talk.ask(scene, vf, Talk.STATE, "");
        return !Talk.isRefused(answer) && answer.at(STATE_OFFSET) == RUN;
    }

    private static boolean answers(Scene scene) {
        try {
            return !Talk.isRefused(Talk.ask(scene, 1, Talk.STATE, ""));
        } catch (TsmException e) {
            return false;
        }
    }

    private static boolean isStreamSecure(Scene scene) {
        return scene.device().idePort().stream(TsmOptions.DEFAULT.stream()).stream()
                .anyMatch(stream -> stream.isSecure());
    }
}
