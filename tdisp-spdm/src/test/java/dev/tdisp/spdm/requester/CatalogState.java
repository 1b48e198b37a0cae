package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.Peers;
import java.util.function.UnaryOperator;

/** Where a case of the catalogue begins. */
enum CatalogState {
    AFTER_VERSION {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            return Bench.of(version).afterVersion()::clear;
        }
    },
    AFTER_CAPABILITIES {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            Bench bench = Bench.of(version).afterVersion();
            bench.clear(capabilities(version).encode());
            return bench::clear;
        }
    },
    NEGOTIATED {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            return Bench.of(version).negotiated()::clear;
        }
    },
    CHAINS_READ {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            return Bench.of(version).identified()::clear;
        }
    },
    HANDSHAKE {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            Bench bench = Bench.of(version);
            SpdmSession session = bench.handshaking();
            return message -> bench.inSession(session, message);
        }
    },
    OUTSIDE_THE_HANDSHAKE {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            Bench bench = Bench.of(version);
            bench.handshaking();
            return bench::clear;
        }
    },
    HANDSHAKE_IN_THE_CLEAR {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            Bench bench = inTheClear(version);
            bench.handshaking();
            return bench::clear;
        }
    },
    SESSION {
        @Override
        UnaryOperator<Bytes> reach(SpdmVersion version) {
            Bench bench = Bench.of(version);
            SpdmSession session = bench.established();
            return message -> bench.inSession(session, message);
        }
    };

    /** Returns how to send a request in this state. */
    abstract UnaryOperator<Bytes> reach(SpdmVersion version);

    static Bench inTheClear(SpdmVersion version) {
        Capability clear = Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
        return new Bench(
                Peers.profile()
                        .withVersions(version)
                        .withCapabilities(Peers.profile().capabilities().with(clear)),
                Peers.options()
                        .withVersions(version)
                        .withCapabilities(Peers.options().capabilities().with(clear)));
    }

    static GetCapabilities capabilities(SpdmVersion version) {
        RequesterOptions options = Peers.options();
        int size = version.isAtLeast(SpdmVersion.V1_2) ? options.dataTransferSize() : 0;
        return new GetCapabilities(SpdmHeader.of(version, 0, 0), 0, 0, options.capabilities(), size, size);
    }
}
