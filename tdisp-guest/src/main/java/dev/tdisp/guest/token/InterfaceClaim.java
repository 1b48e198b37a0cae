package dev.tdisp.guest.token;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.guest.attestation.InterfaceWord;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.Optional;
import java.util.stream.Stream;

/** The word of the security manager in a token: what the draft has no place for. */
final class InterfaceClaim {
    private static final int U8 = 0xFF;
    private static final int U16 = 0xFFFF;
    private static final int EPOCH_SIZE = 24;

    private InterfaceClaim() {}

    static CborItem encode(InterfaceWord word) {
        var epoch = WireWriter.create();
        epoch.u64("lock", word.epoch().lock());
        epoch.u64("measurement", word.epoch().measurement());
        epoch.u64("report", word.epoch().report());
        return new ClaimWriter()
                .put(TokenClaim.INTERFACE_VERSION, word.version().code())
                .put(
                        TokenClaim.INTERFACE_AEAD,
                        word.aead().map(AeadAlgorithm::bit).orElse(0))
                .put(TokenClaim.INTERFACE_STREAM, word.stream().value())
                .put(TokenClaim.INTERFACE_SECURE, word.streamSecure() ? 1 : 0)
                .put(TokenClaim.INTERFACE_STATE, word.state().code())
                .put(TokenClaim.INTERFACE_FLAGS, word.lockFlags().bits())
                .put(TokenClaim.INTERFACE_EPOCH, epoch.toBytes())
                .toItem();
    }

    static InterfaceWord decode(CborItem item) {
        ClaimMap in = ClaimMap.of("interface", item);
        SpdmVersion version = SpdmVersion.of(in.number(TokenClaim.INTERFACE_VERSION, U8))
                .orElseThrow(() -> in.malformed("spdm-version", "unknown"));
        Optional<AeadAlgorithm> aead = aead(in, in.number(TokenClaim.INTERFACE_AEAD, U16));
        var stream = new StreamId(in.number(TokenClaim.INTERFACE_STREAM, U8));
        boolean isSecure = in.number(TokenClaim.INTERFACE_SECURE, 1) == 1;
        TdiState state = TdiState.of(in.number(TokenClaim.INTERFACE_STATE, U8))
                .orElseThrow(() -> in.malformed("state", "unknown"));
        var flags = new LockFlags(in.number(TokenClaim.INTERFACE_FLAGS, U16));
        Bytes numbers = in.bytes(TokenClaim.INTERFACE_EPOCH, EPOCH_SIZE);
        in.end();
        var reader = WireReader.of(numbers);
        var epoch = new BindEpoch(reader.u64("lock"), reader.u64("measurement"), reader.u64("report"));
        return new InterfaceWord(version, aead, stream, isSecure, state, flags, epoch);
    }

    private static Optional<AeadAlgorithm> aead(ClaimMap in, int bit) {
        if (bit == 0) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(AeadAlgorithm.values())
                .filter(algorithm -> algorithm.bit() == bit)
                .findFirst()
                .orElseThrow(() -> in.malformed("aead", "unknown")));
    }
}
