package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has more than 64 KiB: chains of many certificates, and messages of vendors. */
class LargeMessagesTest {
    private static final Hash HASH = Hash.of(HashAlgorithm.SHA_384);
    private static final DeviceName NAME = new DeviceName("ACME", "WIDGET", "1");
    private static final int LARGEST = 0x50000;
    private static final int LEVELS = 150;
    private static final CertificateAuthority DEEPEST = deepest();
    private static final DeviceIdentity IDENTITY = DEEPEST.issue(NAME);
    private static final CertificateChain CHAIN = IDENTITY.chain(HASH);

    @Test
    @Tag("S-049")
    void theSmallFormSaysHowLargeTheChainIs() {
        Bench bench = new Bench(peers(SpdmVersion.V1_4, true, false)).negotiated();
        int size = CHAIN.encode().size();
        assertThat(size).isGreaterThan(0x1_0000);

        Bytes answer = bench.clear("14 82 01 00 00 00 ff ff");

        assertThat(answer.slice(0, 4)).isEqualTo(Bytes.fromHex("14 7f 12 00"));
        assertThat(WireReader.of(answer.from(4)).u32("DataSize")).isEqualTo(size);
        assertThat(answer.size()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("S-048")
    @Tag("S-046")
    void theRequesterReadsAllOfIt(boolean isChunking) {
        Peers peers = peers(SpdmVersion.V1_4, true, isChunking);
        SpdmRequester requester = requester(peers);
        requester.connect();

        assertThat(requester.certificateChain(1)).isEqualTo(CHAIN);
        requester.challenge(1);
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSlot(1));
        assertThat(session.certificateChain(1)).isEqualTo(CHAIN);
    }

    @Test
    @Tag("S-048")
    void withoutLargeResponsesTheLargeFormIsNotServed() {
        Bench bench = new Bench(peers(SpdmVersion.V1_4, false, false)).negotiated();

        Bytes answer = bench.clear("14 82 81 00 00 00 00 00 00 00 00 00 00 10 00 00");

        assertThat(answer).isEqualTo(Bytes.fromHex("14 7f 07 82"));
    }

    @Test
    @Tag("S-044")
    void aPortionBehindTheFirst64KibIsTheRightOne() {
        Bench bench = new Bench(peers(SpdmVersion.V1_4, true, false)).negotiated();
        Bytes whole = CHAIN.encode();

        Bytes answer = bench.clear("14 82 81 00 00 00 00 00 00 00 01 00 20 00 00 00");

        assertThat(answer.slice(0, 4)).isEqualTo(Bytes.fromHex("14 02 81 00"));
        assertThat(answer.from(16)).isEqualTo(whole.slice(0x1_0000, 0x1_0020));
        assertThat(WireReader.of(answer.from(12)).u32("LargeRemainderLength")).isEqualTo(whole.size() - 0x1_0020);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("S-195")
    void aLargeChainIsInstalledOnlyWhereItCanBeRead(boolean isLarge) {
        Peers peers = peers(SpdmVersion.V1_4, isLarge, true);
        peers.connected();
        CertificateChain chain = CertificateChain.of(
                HASH, DEEPEST.issue(NAME, peers.identity.leaf().publicKey(), LeafOptions.DEFAULT));
        DeviceManagement management = peers.requester.management();

        if (isLarge) {
            management.installCertificate(0, chain);
            assertThat(peers.requester.digests().get(0)).isEqualTo(chain.digest(HASH));
        } else {
            assertThatThrownBy(() -> management.installCertificate(0, chain)).hasMessageContaining("INVALID_REQUEST");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFFFE, 0xFFFF, 0x1_0000, 70_000})
    @Tag("S-190")
    @Tag("S-191")
    void messagesOfVendorsTakeTheFormThatTheyNeed(int size) {
        Peers peers = peers(SpdmVersion.V1_4, true, true).identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        Bytes message = Bytes.filled(0x42, size);

        if (size == 0xFFFE) {
            // The request fits the small form; its answer, twice as large, does not.
            assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, message))
                    .hasMessageContaining("RESPONSE_TOO_LARGE");
        } else {
            assertThat(session.vendor(VendorProtocol.TDISP, message)).isEqualTo(message.plus(message));
        }

        Bytes request = SentMessages.of(peers, "VENDOR_DEFINED_REQUEST").get(0);
        assertThat(request.at(2)).as("large form").isEqualTo(size == 0xFFFE ? 0 : 0x80);
        assertThat(peers.vendorMessages).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("S-190")
    void withoutTheLargeFormALargeMessageIsTheCallersMistake(boolean isOfOldVersion) {
        Peers peers = peers(isOfOldVersion ? SpdmVersion.V1_3 : SpdmVersion.V1_4, isOfOldVersion, true)
                .identified();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);

        assertThatThrownBy(() -> session.vendor(VendorProtocol.TDISP, Bytes.filled(1, 0xFFFF)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LARGE_RESP_CAP");

        assertThat(session.vendor(VendorProtocol.TDISP, Bytes.fromHex("05"))).isEqualTo(Bytes.fromHex("05 05"));
    }

    /** Returns a requester of a device whose chain in slot 1 is large. */
    static Bench bench() {
        return new Bench(peers(SpdmVersion.V1_4, true, false)).negotiated();
    }

    /** Returns the size of that chain as four bytes. */
    static String size() {
        int size = CHAIN.encode().size();
        return "%02x %02x %02x 00".formatted(size & 0xFF, size >> 8 & 0xFF, size >> 16);
    }

    private static SpdmRequester requester(Peers peers) {
        return new SpdmRequester(
                peers.transport,
                peers.options.withPolicy(CertificatePolicy.trusting(List.of(IDENTITY.root()))),
                peers.env.forParty("tsm"));
    }

    private static Peers peers(SpdmVersion version, boolean isLarge, boolean isChunking) {
        CapabilityFlags device = with(ManagedDevice.all(version), version, isLarge, isChunking);
        CapabilityFlags host = with(Peers.options().capabilities(), version, isLarge, isChunking);
        var profile = Peers.profile().withVersions(version).withCapabilities(device);
        var options = Peers.options().withVersions(version).withCapabilities(host);
        return new Peers(
                isChunking ? profile.withMaximumMessageSize(LARGEST) : profile,
                isChunking ? options.withMaximumMessageSize(LARGEST) : options,
                builder -> builder.slot(1, IDENTITY));
    }

    private static CapabilityFlags with(
            CapabilityFlags flags, SpdmVersion version, boolean isLarge, boolean isChunking) {
        boolean hasLarge = isLarge && version.isAtLeast(SpdmVersion.V1_4);
        CapabilityFlags changed = flags.with(Capability.LARGE_RESP_CAP, hasLarge ? 1 : 0);
        return changed.with(Capability.CHUNK_CAP, isChunking ? 1 : 0);
    }

    private static CertificateAuthority deepest() {
        CertificateAuthority authority =
                CertificateAuthority.root("large root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(41));
        for (int level = 0; level < LEVELS; level++) {
            authority = authority.intermediate("authority number %03d of a very long line of them".formatted(level));
        }
        return authority;
    }
}
