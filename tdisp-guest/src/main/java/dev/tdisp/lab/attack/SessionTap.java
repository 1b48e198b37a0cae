package dev.tdisp.lab.attack;

import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.host.tsm.DsmSession;
import java.util.ArrayList;
import java.util.List;

/** Remembers the security manager's sessions, so that a script can speak in them. */
final class SessionTap {
    private final List<DsmSession> opened = new ArrayList<>();

    DsmConnector on(DsmConnector connector) {
        return transport -> {
            DsmSession session = connector.connect(transport);
            opened.add(session);
            return session;
        };
    }

    DsmSession last() {
        if (opened.isEmpty()) {
            throw new IllegalStateException("the security manager has no session yet");
        }
        return opened.get(opened.size() - 1);
    }
}
