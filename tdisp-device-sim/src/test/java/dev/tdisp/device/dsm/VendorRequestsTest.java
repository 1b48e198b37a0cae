package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.VendorAnswer;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.device.tdi.VendorRequests.Vendor;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.vendor.VendorProtocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's hook of VDM_REQUEST, through a session. */
class VendorRequestsTest {
    private static final int VENDOR = 0xABCD;
    private static final Bytes FAIL = Bytes.fromHex("fa");
    private static final Bytes THROW = Bytes.fromHex("ee");
    private static final Bytes HUGE = Bytes.fromHex("ff");
    private static final int HEADER = 16;

    private final Bench bench = new Bench(builder -> builder.vendor(Vendor.ofPciSig(VENDOR), this::answer))
            .enumerate(2)
            .secure();

    private VendorAnswer answer(long session, TeeDeviceInterface target, Bytes data) {
        if (data.equals(THROW)) {
            throw new IllegalStateException("the vendor's firmware crashed");
        }
        if (data.equals(HUGE)) {
            return new VendorAnswer.Data(Bytes.filled(0x11, 0x1_0000));
        }
        return data.equals(FAIL)
                ? new VendorAnswer.Failure(Bytes.fromHex("01 02"))
                : new VendorAnswer.Data(data.plus(Bytes.of((byte) target.state().code())));
    }

    private void reach(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(bench.vf(1));
            case RUN -> bench.run(bench.vf(1));
            case ERROR -> {
                bench.run(bench.vf(1));
                bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);
            }
        }
    }

    private TdispRequester requester() {
        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.capabilities();
        return requester;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-VDM-04")
    void vendorIsAskedInEveryStateAndChangesNone(TdiState state) {
        reach(state);

        VendorData answer = requester().vdm(VendorData.ofPciSig(VENDOR, Bytes.fromHex("aa")));

        assertThat(answer.data()).isEqualTo(Bytes.of((byte) 0xaa, (byte) state.code()));
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
    }

    @Test
    @Tag("GAP-VDM-01")
    @Tag("T-033")
    @Tag("T-149")
    void withoutAVendorTheRequestIsNotSupported() {
        Bench other = Bench.enumerated(1);
        Bytes id = Bytes.fromHex("01 01 00 00 00000000 00000000");

        Bytes answer = other.exchange(
                VendorProtocol.TDISP,
                Bench.SESSION,
                Bytes.fromHex("10 8b 00 00").plus(id).plus(Bytes.fromHex("00 02 cd ab aa")));

        assertThat(answer.from(HEADER)).isEqualTo(Bytes.fromHex("07000000 8b000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 02 cc ab aa", "01 02 cd ab aa", "00 01 cd aa"})
    @Tag("GAP-VDM-02")
    void strangeVendorsAreRefused(String vendor) {
        assertThat(send(vendor).from(HEADER)).isEqualTo(Bytes.fromHex("07000000 8b000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 ff cd ab", "00 03 cd ab", "00"})
    @Tag("GAP-VDM-03")
    void vendorIdBeyondTheMessageIsAnInvalidRequest(String vendor) {
        assertThat(send(vendor).from(HEADER)).isEqualTo(Bytes.fromHex("01000000 00000000"));
    }

    @Test
    @Tag("GAP-VDM-03")
    void vendorWithoutAnIdIsStrange() {
        assertThat(send("00 00 aa").from(HEADER)).isEqualTo(Bytes.fromHex("07000000 8b000000"));
    }

    private Bytes send(String vendor) {
        Bytes header = Bytes.fromHex("10 8b 00 00 01 01 00 00 00000000 00000000");
        return bench.exchange(VendorProtocol.TDISP, Bench.SESSION, header.plus(Bytes.fromHex(vendor)));
    }

    @Test
    @Tag("GAP-VDM-07")
    @Tag("T-147")
    void vendorsErrorCarriesWhoseItIs() {
        assertThat(send("00 02 cd ab fa").from(HEADER)).isEqualTo(Bytes.fromHex("ff000000 06000000 00 02 cd ab 01 02"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ee", "ff"})
    @Tag("GAP-VDM-05")
    @Tag("GAP-VDM-06")
    @Tag("GAP-VDM-09")
    void vendorsCrashOrFloodIsAnUnspecifiedErrorAndNothingElse(String data) {
        reach(TdiState.RUN);

        assertThatThrownBy(() -> requester().vdm(VendorData.ofPciSig(VENDOR, Bytes.fromHex(data))))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.UNSPECIFIED));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(requester().state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-033")
    void hookIsReachedThroughARealSession() {
        var host = new SessionBench(bench);
        RequesterSession session = host.session();

        VendorData answer = host.tdisp(session, bench.vf(2)).vdm(VendorData.ofPciSig(VENDOR, Bytes.fromHex("0102")));

        assertThat(answer.data()).isEqualTo(Bytes.fromHex("0102 00"));
    }
}
