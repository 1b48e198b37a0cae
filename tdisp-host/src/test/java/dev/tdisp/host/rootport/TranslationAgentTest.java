package dev.tdisp.host.rootport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Initiator;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.MmioTarget;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.TvmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the root complex answers about addresses, and which translated requests it believes. */
class TranslationAgentTest {
    private static final RequesterId SELF = RequesterId.of(0, 1, 0);
    private static final RequesterId VF = RequesterId.of(1, 0, 1);
    private static final RequesterId OTHER = RequesterId.of(1, 0, 2);
    private static final long OWN = 0x1000;
    private static final long SHARED = 0x2000;
    private static final long OWN_PAGE = 0x10_1000;
    private static final long SHARED_PAGE = 0x10_2000;
    private static final Bytes WORD = Bytes.fromHex("01020304");
    private static final TlpAttributes TRANSLATED = TlpAttributes.DEFAULT.withAddressType(AddressType.TRANSLATED);

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final List<Sent> sent = new ArrayList<>();
    private final TranslationAgent agent =
            new TranslationAgent(SELF, iommu, (message, trusted) -> sent.add(new Sent(message, trusted)));
    private final InboundRequests inbound = new InboundRequests(SELF, iommu, agent);
    private final TvmId tvm = new TvmId("tvm");
    private final GuestAddressSpace space = new GuestAddressSpace(tvm, memory, new NoDevices());

    private record Sent(MessageTlp message, boolean trusted) {}

    private static final class NoDevices implements MmioTarget {
        @Override
        public boolean claims(long address) {
            return false;
        }

        @Override
        public MemoryResult read(long address, int length, boolean trusted) {
            throw new IllegalStateException("no devices");
        }

        @Override
        public MemoryResult write(long address, Bytes content, boolean trusted) {
            throw new IllegalStateException("no devices");
        }
    }

    /** A guest with a private page, and a shared one; its gate is open, and its function may ask. */
    @BeforeEach
    void openTheGate() {
        memory.assign(new PageRange(OWN_PAGE, 1), new PageOwner.Private(tvm));
        memory.assign(new PageRange(SHARED_PAGE, 1), PageOwner.SHARED);
        memory.write(new Initiator.Tvm(tvm), OWN_PAGE, WORD);
        space.mapPrivate(OWN, new PageRange(OWN_PAGE, 1));
        iommu.mapUntrusted(VF, SHARED, new PageRange(SHARED_PAGE, 1));
        iommu.install(VF, space);
        iommu.accept(VF);
        iommu.gate(VF).open("test");
        iommu.permitTranslation(VF, true);
    }

    private Optional<TranslationEntry> ask(long address, boolean trusted) {
        return inbound.serve(AtsMessages.translationRequest(VF, 1, address), trusted)
                .completion()
                .filter(completion -> completion.status() == CompletionStatus.SUCCESSFUL)
                .map(completion -> TranslationEntry.decode(completion.payload()));
    }

    private boolean isRead(RequesterId requester, long hostAddress, boolean trusted) {
        Tlp read = new MemoryRead(requester, 1, hostAddress, WORD.size(), TRANSLATED);
        return inbound.serve(read, trusted).completion().orElseThrow().status() == CompletionStatus.SUCCESSFUL;
    }

    @Test
    void eachSetOfTablesAnswersItsOwnRequests() {
        assertThat(ask(OWN, true)).hasValue(new TranslationEntry(OWN_PAGE, 3));
        assertThat(ask(SHARED, false)).hasValue(new TranslationEntry(SHARED_PAGE, 3));

        assertThat(ask(OWN, false)).as("not there").hasValue(new TranslationEntry(0, 0));
        assertThat(ask(SHARED, true)).as("not there").hasValue(new TranslationEntry(0, 0));
    }

    @Test
    void nobodyIsAnsweredUnlessTheHypervisorPermitsIt() {
        iommu.permitTranslation(VF, false);

        assertThat(ask(OWN, true)).isEmpty();
        assertThat(ask(SHARED, false)).isEmpty();
    }

    @Test
    void translatedRequestsGoWhereTheGrantLeads() {
        ask(OWN, true);

        var write = new MemoryWrite(VF, 0, OWN_PAGE + 8, WORD, TRANSLATED);
        assertThat(inbound.serve(write, true).refusal()).isEmpty();

        assertThat(isRead(VF, OWN_PAGE + 8, true)).isTrue();
        assertThat(memory.read(new Initiator.Tvm(tvm), OWN_PAGE + 8, 4).data()).isEqualTo(WORD);
    }

    @Test
    void noAddressIsBelievedThatWasNotGrantedToThatFunctionWithThatTrust() {
        assertThat(isRead(VF, OWN_PAGE, true)).as("never asked").isFalse();
        ask(OWN, true);
        ask(SHARED, false);
        iommu.permitTranslation(OTHER, true);

        assertThat(isRead(VF, OWN_PAGE, false)).as("without T").isFalse();
        assertThat(isRead(VF, SHARED_PAGE, true)).as("with T").isFalse();
        assertThat(isRead(OTHER, OWN_PAGE, true)).as("another function").isFalse();
        assertThat(isRead(VF, OWN_PAGE, true)).isTrue();
    }

    @Test
    void aPageThatIsNotTheGuestsIsNeitherNamedNorTouched() {
        iommu.mapUntrusted(VF, OWN, new PageRange(OWN_PAGE, 1));

        assertThat(ask(OWN, false))
                .as("a private page, mapped by the hypervisor")
                .isEmpty();
        assertThat(isRead(VF, OWN_PAGE, false)).isFalse();
    }

    @Test
    void aClosedGateTakesTranslationsBack() {
        ask(OWN, true);

        iommu.gate(VF).close("test");

        assertThat(sent).hasSize(1);
        MessageTlp message = sent.get(0).message;
        assertThat(sent.get(0).trusted).isTrue();
        assertThat(message.code()).isEqualTo(AtsMessages.INVALIDATE_REQUEST);
        assertThat(AtsMessages.target(message)).isEqualTo(VF);
        assertThat(AtsMessages.page(message)).isEqualTo(OWN);
        iommu.gate(VF).open("again");
        assertThat(isRead(VF, OWN_PAGE, true)).as("to be asked for again").isFalse();
    }

    @Test
    void unmappingTakesTranslationsOfThosePagesBack() {
        ask(OWN, true);
        ask(SHARED, false);

        space.unmap(new PageRange(OWN, 1));
        assertThat(sent).hasSize(1).allMatch(each -> each.trusted && AtsMessages.page(each.message) == OWN);

        iommu.unmapUntrusted(VF, new PageRange(SHARED, 1));
        assertThat(sent).hasSize(2);
        assertThat(isRead(VF, OWN_PAGE, true)).isFalse();
        assertThat(isRead(VF, SHARED_PAGE, false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pageRequestIsGrantedIfSomebodyProvidesThePage(boolean isProvided) {
        var missing = new PageRange(0x10_5000, 1);
        agent.onPageRequest(request -> {
            if (isProvided) {
                memory.assign(missing, PageOwner.SHARED);
                iommu.mapUntrusted(request.requester(), request.address(), missing);
            }
            return isProvided;
        });

        inbound.serve(AtsMessages.pageRequest(VF, 0x5000, 7, true), false);

        assertThat(sent).hasSize(1);
        MessageTlp response = sent.get(0).message;
        assertThat(AtsMessages.target(response)).isEqualTo(VF);
        assertThat(AtsMessages.group(response)).isEqualTo(7);
        assertThat(AtsMessages.responseCode(response))
                .isEqualTo(isProvided ? AtsMessages.SUCCESS : AtsMessages.INVALID);
        assertThat(ask(0x5000, false).orElseThrow().permits(true)).isEqualTo(isProvided);
    }

    @Test
    void interruptsCannotBeTranslated() {
        List<Interrupt> interrupts = new ArrayList<>();
        inbound.onInterrupt(interrupts::add);

        inbound.serve(new MemoryWrite(VF, 0, 0xFEE0_0000L, WORD, TRANSLATED), false);

        assertThat(interrupts).isEmpty();
    }
}
