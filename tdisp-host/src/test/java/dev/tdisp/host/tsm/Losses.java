package dev.tdisp.host.tsm;

import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.OptionalInt;

/** Messages between a security manager and a fake device that get lost. The codes of TDISP and IDE_KM do not meet. */
final class Losses {
    static final int KEY_PROG = 2;
    static final int K_SET_GO = 4;
    static final int K_SET_STOP = 5;
    static final int MEASURE = 0x1001;
    static final int HEARTBEAT = 0x1002;
    static final int KEY_UPDATE = 0x1003;
    static final int END_SESSION = 0x1004;

    private OptionalInt request = OptionalInt.empty();
    private OptionalInt answer = OptionalInt.empty();
    private int skipped;
    private boolean mutes;
    private boolean isMute;

    /** Loses the next request of a kind. */
    Losses request(int code) {
        request = OptionalInt.of(code);
        return this;
    }

    /** Loses the answer to the next request of a kind: the device has done it. */
    Losses answer(int code) {
        answer = OptionalInt.of(code);
        return this;
    }

    /** Lets some of that kind pass before. */
    Losses after(int count) {
        skipped = count;
        return this;
    }

    /** Says nothing more after that. */
    void thenMute() {
        mutes = true;
    }

    void mute() {
        isMute = true;
    }

    /** Loses nothing any more. */
    void heal() {
        isMute = false;
        mutes = false;
        request = OptionalInt.empty();
        answer = OptionalInt.empty();
    }

    void onTheWay(int code) {
        if (takes(code)) {
            throw new TsmException(Reason.DEVICE_SILENT, "no answer");
        }
    }

    boolean takes(int code) {
        if (isMute) {
            return true;
        }
        if (!isTurn(request, code)) {
            return false;
        }
        request = OptionalInt.empty();
        isMute = mutes;
        return true;
    }

    void onTheWayBack(int code) {
        if (isTurn(answer, code)) {
            answer = OptionalInt.empty();
            isMute = mutes;
            throw new TsmException(Reason.DEVICE_SILENT, "no answer");
        }
    }

    private boolean isTurn(OptionalInt wanted, int code) {
        return wanted.equals(OptionalInt.of(code)) && skipped-- <= 0;
    }
}
