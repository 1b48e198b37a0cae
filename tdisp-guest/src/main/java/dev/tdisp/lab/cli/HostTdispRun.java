package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.vendor.VendorProtocol;

/** Keys for a stream, and an interface through all of its states, inside a session. */
final class HostTdispRun {
    private static final StreamId STREAM = new StreamId(0);
    private static final int FIRST_PORT = 0;

    private final RequesterSession session;
    private final Env env;
    private final HostReport report;

    HostTdispRun(RequesterSession session, Env env, HostReport report) {
        this.session = session;
        this.env = env;
        this.report = report;
    }

    void run() {
        var ideKm = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), env);
        try {
            QueryResp port = ideKm.query(FIRST_PORT);
            report.ok(
                    "IDE_KM QUERY",
                    "function %s, port %d of %d".formatted(port.function(), port.portIndex(), port.maxPortIndex()));
            program(ideKm, port.portIndex());
            drive(InterfaceId.of(port.function()));
            for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
                ideKm.stop(port.portIndex(), STREAM, slot);
            }
            report.ok("IDE_KM K_SET_STOP", "stream %d".formatted(STREAM.value()));
        } catch (IdeKmException e) {
            report.failed("IDE_KM", String.valueOf(e.getMessage()));
        } catch (TdispException e) {
            report.failed("TDISP", String.valueOf(e.getMessage()));
        }
    }

    /** The peer gets its keys, and starts to receive before it transmits. */
    private void program(IdeKmRequester ideKm, int port) {
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(env.random());
            ideKm.program(port, STREAM, slot, key);
            key.destroy();
        }
        for (KeyDirection direction : KeyDirection.values()) {
            for (KeySlotId slot : KeySlotId.of(KeySet.K0, direction)) {
                ideKm.start(port, STREAM, slot);
            }
        }
        report.ok("IDE_KM KEY_PROG, GO", "stream %d, 6 keys".formatted(STREAM.value()));
    }

    private void drive(InterfaceId id) {
        var tdisp = new TdispRequester(session.channel(VendorProtocol.TDISP), id, RequesterOptions.DEFAULT, env);
        report.ok("TDISP version", "%Xh".formatted(tdisp.version()));
        TdispCapabilities capabilities = tdisp.capabilities();
        report.ok("TDISP capabilities", "lock flags " + capabilities.supportedLockFlags());
        expect(tdisp, TdiState.CONFIG_UNLOCKED);
        Nonce nonce = tdisp.lock(LockParameters.of(LockFlags.NONE, STREAM.value()));
        expect(tdisp, TdiState.CONFIG_LOCKED);
        DeviceInterfaceReport interfaceReport = tdisp.report();
        report.ok(
                "TDISP report",
                "%d ranges, %s".formatted(interfaceReport.mmioRanges().size(), interfaceReport.interfaceInfo()));
        tdisp.start(nonce);
        expect(tdisp, TdiState.RUN);
        tdisp.stop();
        expect(tdisp, TdiState.CONFIG_UNLOCKED);
    }

    private void expect(TdispRequester tdisp, TdiState expected) {
        TdiState state = tdisp.state();
        if (state == expected) {
            report.ok("TDISP state", state.name());
        } else {
            report.failed("TDISP state", "%s, expected %s".formatted(state, expected));
        }
    }
}
