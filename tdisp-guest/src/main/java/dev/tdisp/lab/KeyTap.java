package dev.tdisp.lab;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.idekm.IdeKmMessage;
import dev.tdisp.core.idekm.KeyProg;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.host.tsm.DsmSession;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.function.Consumer;

/** Learns the keys of streams where the security manager hands them to its sessions, so that they can be searched for. */
final class KeyTap {
    private static final int AFTER_KEY = Long.BYTES;

    private KeyTap() {}

    static DsmConnector on(DsmConnector connector, Consumer<Bytes> keys) {
        return transport -> new Session(connector.connect(transport), keys);
    }

    private record Session(DsmSession honest, Consumer<Bytes> keys) implements DsmSession {
        @Override
        public DsmSession another() {
            return new Session(honest.another(), keys);
        }

        @Override
        public long id() {
            return honest.id();
        }

        @Override
        public SpdmVersion version() {
            return honest.version();
        }

        @Override
        public AlgorithmSuite algorithms() {
            return honest.algorithms();
        }

        @Override
        public Bytes negotiation() {
            return honest.negotiation();
        }

        @Override
        public Bytes certificateChain() {
            return honest.certificateChain();
        }

        @Override
        public Bytes tdisp(Bytes request) {
            return honest.tdisp(request);
        }

        @Override
        public Bytes ideKm(Bytes request) {
            learn(request);
            return honest.ideKm(request);
        }

        /** Takes a key both as the cipher and as the message has it. */
        private void learn(Bytes request) {
            try {
                if (IdeKmMessage.decode(request) instanceof KeyProg message) {
                    byte[] key = message.key().toArray();
                    keys.accept(Bytes.of(key));
                    keys.accept(request.slice(request.size() - AFTER_KEY - IdeKey.SIZE, request.size() - AFTER_KEY));
                    message.key().destroy();
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError("our own message", e);
            }
        }

        @Override
        public SignedMeasurements measure(Bytes nonce) {
            return honest.measure(nonce);
        }

        @Override
        public void onLoss(Consumer<String> listener) {
            honest.onLoss(listener);
        }

        @Override
        public void heartbeat() {
            honest.heartbeat();
        }

        @Override
        public int heartbeatPeriod() {
            return honest.heartbeatPeriod();
        }

        @Override
        public void updateKeys() {
            honest.updateKeys();
        }

        @Override
        public boolean end() {
            return honest.end();
        }
    }
}
