package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.Optional;
import java.util.Set;

/** One version of SPDM on the way through a case: who is asked, and where what is found is written down. */
final class Probe {
    private static final int ERROR = 0x7F;
    private static final int HEADER = 4;
    private static final String SILENCE = "silence";

    private final SpdmPeer peer;
    private final SpdmVersion version;
    private final Check check;
    private final Set<Trait> traits;
    private boolean isBeginning = true;

    Probe(SpdmPeer peer, SpdmVersion version, Check check, Set<Trait> traits) {
        this.peer = peer;
        this.version = version;
        this.check = check;
        this.traits = traits;
    }

    /** Demands that the subject's links offer something. */
    void require(Trait trait) {
        if (!traits.contains(trait)) {
            throw new NotApplicableException("%s is not among the traits %s".formatted(trait, traits));
        }
    }

    SpdmPeer peer() {
        return peer;
    }

    SpdmVersion version() {
        return version;
    }

    /** Says that what comes now is the case itself, and no more the way to it: silence is wrong from now on. */
    Probe go() {
        isBeginning = false;
        return this;
    }

    boolean isBeginning() {
        return isBeginning;
    }

    Check.Point on(int number) {
        return check.on(number);
    }

    /** Tries one of several combinations, which are judged apart. */
    void each(String name, Runnable body) {
        check.combination(name, () -> {
            isBeginning = true;
            body.run();
        });
    }

    /** Demands an answer of a kind: its size, code and version are the first three assertions. */
    boolean header(int code, int minimum, Bytes answer) {
        return header(1, code, minimum, answer);
    }

    /** Demands the same, with the three assertions from another number on. */
    boolean header(int first, int code, int minimum, Bytes answer) {
        boolean isLarge = on(first).that("size", answer.size() >= minimum, "at least " + minimum, answer.size());
        boolean isCode = on(first + 1).at(1).equal("RequestResponseCode", hex(code), hex(answer, 1));
        boolean isVersion =
                on(first + 2).at(0).equal("SPDMVersion", hex(peer.version().code()), hex(answer, 0));
        return isLarge && isCode && isVersion;
    }

    /** Demands an ERROR with all its fields. */
    void refused(SpdmErrorCode code, Optional<Bytes> answer) {
        refused(code, version.code(), true, answer);
    }

    /** Demands an ERROR of a version, perhaps without a look at Param2; another code is a refusal too. */
    void refused(SpdmErrorCode code, int errorVersion, boolean hasData, Optional<Bytes> answer) {
        Bytes bytes = answer.orElse(Bytes.EMPTY);
        String silence = answer.isEmpty() ? SILENCE : null;
        on(1).that("size", bytes.size() >= HEADER, "at least 4", silence == null ? bytes.size() : silence);
        boolean isError = on(2).at(1).equal("RequestResponseCode", hex(ERROR), hex(bytes, 1));
        on(3).at(0).equal("SPDMVersion", hex(errorVersion), hex(bytes, 0));
        String observed = hex(bytes, 2);
        boolean isCode = observed.equals(hex(code.code()));
        if (isError && !isCode) {
            on(4).at(2).noting("refused, with another code").deviates("Param1 (ErrorCode)", hex(code.code()), observed);
        } else {
            on(4).at(2).equal("Param1 (ErrorCode)", hex(code.code()), observed);
        }
        if (hasData && isError && !isCode) {
            on(5).at(3).noting("the data of another code").that("Param2", true, "any", hex(bytes, 3));
        } else if (hasData) {
            on(5).at(3).equal("Param2", hex(0), hex(bytes, 3));
        }
    }

    /** Demands the same, or that nothing comes. */
    void refusedOrDropped(SpdmErrorCode code, Optional<Bytes> answer) {
        if (answer.isPresent()) {
            refused(code, answer);
            return;
        }
        for (int number = 1; number <= 5; number++) {
            on(number).that("answer", true, "ERROR, or silence", SILENCE);
        }
    }

    /** Demands a refusal of any kind: an ERROR, or nothing. */
    void declined(Optional<Bytes> answer) {
        String code = answer.map(bytes -> hex(bytes, 1)).orElse(SILENCE);
        on(1).that("answer", answer.isEmpty() || code.equals(hex(ERROR)), "ERROR, or silence", code);
    }

    /** Demands an ERROR that names a request that is not known. */
    void unsupported(int request, Optional<Bytes> answer) {
        Bytes bytes = answer.orElse(Bytes.EMPTY);
        boolean isError = on(1).at(1).equal("RequestResponseCode", hex(ERROR), hex(bytes, 1));
        String expected = hex(SpdmErrorCode.UNSUPPORTED_REQUEST.code());
        String observed = hex(bytes, 2);
        if (isError && !observed.equals(expected)) {
            on(1).at(2).noting("refused, with another code").deviates("Param1 (ErrorCode)", expected, observed);
        } else {
            on(1).at(2).equal("Param1 (ErrorCode)", expected, observed);
            on(1).at(3).equal("Param2", hex(request), hex(bytes, 3));
        }
    }

    static String hex(int value) {
        return "%02Xh".formatted(value);
    }

    /** Shows a byte; what is not there too. */
    static String hex(Bytes bytes, int offset) {
        return offset < bytes.size() ? hex(bytes.at(offset)) : "missing";
    }
}
