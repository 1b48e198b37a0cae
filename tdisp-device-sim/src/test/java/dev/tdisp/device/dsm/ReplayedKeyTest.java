package dev.tdisp.device.dsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.spdm.requester.RequesterSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReplayedKeyTest {
    private final Bench bench = Bench.enumerated(1);
    private final SessionBench host = new SessionBench(bench);

    @Test
    @Tag("GAP-KM-38")
    void recordedKeyIsNotTakenAgain() {
        RequesterSession session = host.session();
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        IdeKmRequester keys = host.ideKm(session);
        keys.query(0);
        keys.programAll(0, bench.hostStream(), session.id(), KeySet.K0);
        Bytes keyProg = host.lastSent();

        host.replay(keyProg);

        assertThat(bench.device().dsm().spdm().sessions()).isEmpty();
        assertThat(bench.device().idePort().streams()).noneMatch(stream -> stream.isKeyed());
        assertThatThrownBy(() -> keys.startAll(0, bench.hostStream(), KeySet.K0))
                .isInstanceOf(RuntimeException.class);
    }
}
