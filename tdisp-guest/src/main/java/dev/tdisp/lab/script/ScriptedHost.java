package dev.tdisp.lab.script;

import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.KpAckStatus;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import java.util.Optional;

/**
 * A host that says what a script says, for a device under test.
 *
 * <p>Each line is sent as soon as it says what must come back, and throws if something else comes; a
 * {@linkplain ScriptedHostBuilder#queued queued} script is sent by {@link #run()}.
 *
 * <pre>{@code
 * try (var host = ScriptedHost.about(interfaceId).over(device)) {
 *     host.sendGetVersion().expectVersion(v -> assertThat(v.supports(0x10)).isTrue());
 *     host.sendLockInterface(l -> l.set("MMIO_REPORTING_OFFSET", 1)).expectError(INVALID_REQUEST);
 *     host.skipTo(Scene.LOCKED);
 *     host.sendStartInterface().but(s -> s.flip("START_INTERFACE_NONCE", 1)).expectError(INVALID_NONCE);
 * }
 * }</pre>
 *
 * <p>For one thread at a time. No wait is without end, and {@link #close()} ends session and connection.
 */
public final class ScriptedHost extends HostWords implements AutoCloseable {
    private boolean isVerified;

    ScriptedHost(HostScript script, StreamId stream) {
        super(script, stream);
    }

    /**
     * Starts to describe a host.
     *
     * @param interfaceId the interface that its requests are about
     * @return a builder with everything as usual
     */
    public static ScriptedHostBuilder about(InterfaceId interfaceId) {
        return new ScriptedHostBuilder(interfaceId);
    }

    /**
     * Does everything that leads to a scene, and demands that the device grants it.
     *
     * @param scene how far
     */
    public void skipTo(Scene scene) {
        switch (scene) {
            case SESSION_ESTABLISHED -> {
                // the session was opened with this host, if there is one
            }
            case STREAM_SECURED -> secureStream();
            case LOCKED -> {
                sendGetVersion().expectResponse();
                sendGetCapabilities().expectResponse();
                sendLockInterface().expectResponse();
            }
            case RUNNING -> {
                skipTo(Scene.LOCKED);
                sendGetReport().expectReport(report -> {});
                sendStartInterface().expectResponse();
            }
        }
    }

    private void secureStream() {
        sendQuery().expectQueryResp(port -> {});
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            sendKeyProg(slot).expectKpAck(KpAckStatus.SUCCESS);
        }
        for (KeyDirection direction : KeyDirection.values()) {
            for (KeySlotId slot : KeySlotId.of(KeySet.K0, direction)) {
                sendKeySetGo(slot).expectKeySetAck();
            }
        }
    }

    /**
     * Returns an exchange that was kept.
     *
     * @param name its name
     * @return the exchange, if it has happened
     */
    public Optional<Captured> captured(String name) {
        return script().captures().find(name);
    }

    /**
     * Sends the lines of a queued script.
     *
     * @throws AssertionError if something else comes back than the script says
     */
    public void run() {
        verify();
    }

    /**
     * Sends what has not been sent yet, and checks that everything came back as the script says.
     *
     * @throws AssertionError if something else came; always the same one
     * @throws IllegalStateException if a line does not say what must come back
     */
    public void verify() {
        isVerified = true;
        script().run();
    }

    /** Verifies the script if nobody has and no line has thrown, and ends session and connection. */
    @Override
    public void close() {
        try {
            if (!isVerified && !script().hasFailed()) {
                verify();
            }
        } finally {
            script().captures().forget();
            script().channel().end().run();
        }
    }
}
