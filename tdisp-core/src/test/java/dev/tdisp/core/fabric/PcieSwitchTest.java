package dev.tdisp.core.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcieSwitchTest {
    private static final RequesterId REQUESTER = RequesterId.of(1, 0, 0);
    private static final StreamId STREAM = new StreamId(7);
    private static final long PEER_WINDOW = 0x50_0000_0000L;

    private final List<LinkFrame> up = new ArrayList<>();
    private final Peer left = new Peer();
    private final Peer right = new Peer();
    private final PcieSwitch.Port port;
    private final PcieSwitch.Port peerPort;

    PcieSwitchTest() {
        var fabric = new PcieSwitch(RequesterId.of(3, 0, 0));
        UpstreamPort host = frame -> {
            up.add(frame);
            return Optional.empty();
        };
        port = fabric.plug(left, host, Set.of());
        port.openWindow(0x40_0000_0000L, 0x1000);
        peerPort = fabric.plug(right, host, Set.of());
        peerPort.openWindow(PEER_WINDOW, 0x1000);
    }

    private static Tlp read(long address, AddressType type) {
        return new MemoryRead(REQUESTER, 1, address, 4, TlpAttributes.DEFAULT.withAddressType(type));
    }

    private static LinkFrame sealed(Tlp tlp) {
        var prefix = new IdePrefix(0, STREAM, SubStream.POSTED.code(), false, true, KeySet.K0, true);
        return new LinkFrame.Protected(prefix, tlp.header(), tlp.data(), Bytes.filled(0, LinkFrame.MAC_SIZE));
    }

    /** Section 6.12, for a request to the window of another port. */
    @ParameterizedTest
    @CsvSource({
        "'', UNTRANSLATED, straight",
        "'', TRANSLATED, straight",
        "'', TRANSLATION_REQUEST, up",
        "TRANSLATION_BLOCKING, UNTRANSLATED, straight",
        "TRANSLATION_BLOCKING, TRANSLATED, nowhere",
        "TRANSLATION_BLOCKING, TRANSLATION_REQUEST, nowhere",
        "REQUEST_REDIRECT, UNTRANSLATED, up",
        "REQUEST_REDIRECT, TRANSLATED, up",
        "REQUEST_REDIRECT DIRECT_TRANSLATED, UNTRANSLATED, up",
        "REQUEST_REDIRECT DIRECT_TRANSLATED, TRANSLATED, straight",
        "EGRESS_CONTROL, UNTRANSLATED, nowhere",
        "EGRESS_CONTROL, TRANSLATED, nowhere",
        "EGRESS_CONTROL REQUEST_REDIRECT, TRANSLATED, up"
    })
    void accessControlDecidesWhereRequestsToPeersGo(String controls, AddressType type, String where) {
        Set<AccessControl> set = EnumSet.noneOf(AccessControl.class);
        Arrays.stream(controls.split(" "))
                .filter(name -> !name.isEmpty())
                .map(AccessControl::valueOf)
                .forEach(set::add);
        port.setControl(set);

        for (LinkFrame frame :
                List.of(new LinkFrame.Plain(read(PEER_WINDOW + 8, type)), sealed(read(PEER_WINDOW + 8, type)))) {
            up.clear();
            right.received.clear();
            Optional<LinkFrame> answer = left.send(frame);

            assertThat(right.received).hasSize(where.equals("straight") ? 1 : 0);
            assertThat(up).hasSize(where.equals("up") ? 1 : 0);
            boolean isRefused = where.equals("nowhere");
            assertThat(answer.isPresent()).isEqualTo(isRefused);
            answer.ifPresent(refusal -> assertThat(((Completion) ((LinkFrame.Plain) refusal).tlp()).status())
                    .isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST));
        }
    }

    @ParameterizedTest
    @CsvSource({"UNTRANSLATED, 2", "TRANSLATED, 0", "TRANSLATION_REQUEST, 0"})
    void translationBlockingHoldsForRequestsToTheHostAndToItselfToo(AddressType type, int passed) {
        port.setControl(Set.of(AccessControl.TRANSLATION_BLOCKING, AccessControl.UPSTREAM_FORWARDING));

        for (long address : new long[] {0x1_0000_0000L, 0x40_0000_0000L}) {
            Optional<LinkFrame> answer = left.send(new LinkFrame.Plain(read(address, type)));

            assertThat(answer.isPresent()).isEqualTo(passed == 0);
        }
        assertThat(up).hasSize(passed);
    }

    @ParameterizedTest
    @CsvSource({"0x4FFFFFFFFC, 0", "0x5000000000, 1", "0x5000000FFC, 1", "0x5000001000, 0"})
    void windowOfAnotherPortAttractsRequests(String address, int straight) {
        left.send(new LinkFrame.Plain(new MemoryWrite(REQUESTER, 0, Long.decode(address), Bytes.filled(1, 4))));

        assertThat(right.received).hasSize(straight);
        assertThat(up).hasSize(1 - straight);
        assertThat(port.forwarded()).isEqualTo(straight);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void requestThatLeadsBackGoesUpOrIsRefused(boolean isForwarding, int forwarded) {
        port.setControl(isForwarding ? Set.of(AccessControl.UPSTREAM_FORWARDING) : Set.of());

        Optional<LinkFrame> answer = left.send(new LinkFrame.Plain(read(0x40_0000_0000L, AddressType.UNTRANSLATED)));

        assertThat(up).hasSize(forwarded);
        assertThat(answer.isPresent()).isEqualTo(!isForwarding);
    }

    @ParameterizedTest
    @CsvSource({"'', false, 0", "COMPLETION_REDIRECT, false, 1", "COMPLETION_REDIRECT, true, 0"})
    void completionsOfAPeerComeStraightOrByTheHost(String control, boolean isRelaxed, int redirected) {
        var request = (MemoryRead) read(PEER_WINDOW, AddressType.TRANSLATED);
        Bytes content = new LinkFrame.Plain(Completion.of(REQUESTER, request, Bytes.filled(7, 4))).encode();
        LinkFrame completion = LinkFrame.decode(content.with(2, content.at(2) | (isRelaxed ? 0x20 : 0)));
        right.answer = Optional.of(completion);
        peerPort.setControl(control.isEmpty() ? Set.of() : Set.of(AccessControl.valueOf(control)));

        Optional<LinkFrame> answer = left.send(new LinkFrame.Plain(request));

        assertThat(up).hasSize(redirected);
        assertThat(answer).isEqualTo(redirected == 1 ? Optional.empty() : Optional.of(completion));
    }

    @Test
    void everyRequestThatWaitsGetsACompletionWhenItIsBlocked() {
        port.setControl(Set.of(AccessControl.EGRESS_CONTROL));
        Tlp fetchAndAdd = Tlp.decode(Bytes.fromHex("6c000001 0100050f 00000050 00000000 01000000"));

        for (LinkFrame frame : List.of(new LinkFrame.Plain(fetchAndAdd), sealed(fetchAndAdd))) {
            Completion refusal =
                    (Completion) ((LinkFrame.Plain) left.send(frame).orElseThrow()).tlp();

            assertThat(refusal.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
            assertThat(refusal.requester()).isEqualTo(REQUESTER);
            assertThat(refusal.tag()).isEqualTo(5);
        }
        assertThat(left.send(sealed(new MemoryWrite(REQUESTER, 0, PEER_WINDOW, Bytes.filled(1, 4)))))
                .isEmpty();
    }

    @Test
    void shortAddressesGoUp() {
        left.send(new LinkFrame.Plain(new MemoryWrite(REQUESTER, 0, 0x1000, Bytes.filled(1, 4))));

        assertThat(up).hasSize(1);
    }

    @Test
    void messagesOfAStreamFollowItsRequests() {
        LinkFrame sync = sealed(new MessageTlp(REQUESTER, MessageTlp.ROUTING_LOCAL, 0x54, 0, Bytes.EMPTY));
        LinkFrame failed = new LinkFrame.Plain(IdeMessages.fail(REQUESTER, STREAM));
        left.send(sync);
        left.send(failed);
        assertThat(up).hasSize(2);

        left.send(sealed(read(PEER_WINDOW, AddressType.TRANSLATED)));
        left.send(sync);
        left.send(failed);
        right.send(failed);

        assertThat(up).hasSize(2);
        assertThat(right.received).hasSize(3);
        assertThat(left.received).containsExactly(failed);
    }

    private static final class Peer implements PcieDevice {
        private final List<LinkFrame> received = new ArrayList<>();
        private Optional<LinkFrame> answer = Optional.empty();
        private UpstreamPort upstream = frame -> Optional.empty();

        Optional<LinkFrame> send(LinkFrame frame) {
            return upstream.receive(frame);
        }

        @Override
        public void connect(UpstreamPort newUpstream) {
            upstream = newUpstream;
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            return -1;
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            // no configuration space
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            received.add(frame);
            return answer;
        }

        @Override
        public void conventionalReset() {
            // nothing to reset
        }
    }
}
