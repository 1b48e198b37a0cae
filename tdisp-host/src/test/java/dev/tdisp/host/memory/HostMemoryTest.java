package dev.tdisp.host.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.Refusal.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    private static final TvmId ALICE = new TvmId("alice");
    private static final TvmId BOB = new TvmId("bob");
    private static final Bytes WORD = Bytes.fromHex("01020304");

    private final RecordingTrace trace = new RecordingTrace();
    private final HostMemory memory = new HostMemory(Env.seeded(1, trace));

    @Test
    void freePageIsReadByNobody() {
        assertThat(reasonOf(memory.read(Initiator.UNTRUSTED, 0x1000, 4))).isEqualTo(Reason.NOT_ASSIGNED);
        assertThat(reasonOf(memory.read(new Initiator.Tvm(ALICE), 0x1000, 4))).isEqualTo(Reason.NOT_ASSIGNED);
    }

    @Test
    @Tag("P-122")
    void sharedPageIsEverybodys() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);

        memory.write(Initiator.UNTRUSTED, 0x1004, WORD);

        assertThat(memory.read(new Initiator.Tvm(ALICE), 0x1004, 4).data()).isEqualTo(WORD);
    }

    @Test
    @Tag("P-122")
    void privatePageIsItsGuestsAlone() {
        memory.assign(new PageRange(0x1000, 1), new PageOwner.Private(ALICE));

        memory.write(new Initiator.Tvm(ALICE), 0x1000, WORD);

        assertThat(memory.read(new Initiator.Tvm(ALICE), 0x1000, 4).data()).isEqualTo(WORD);
        assertThat(reasonOf(memory.read(Initiator.UNTRUSTED, 0x1000, 4))).isEqualTo(Reason.PRIVATE_PAGE);
        assertThat(reasonOf(memory.write(Initiator.UNTRUSTED, 0x1000, WORD))).isEqualTo(Reason.PRIVATE_PAGE);
        assertThat(reasonOf(memory.read(new Initiator.Tvm(BOB), 0x1000, 4))).isEqualTo(Reason.FOREIGN_PAGE);
    }

    @Test
    void pageHasOneOwner() {
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(ALICE));

        MemoryResult second = memory.assign(new PageRange(0x1000, 2), new PageOwner.Private(BOB));

        assertThat(reasonOf(second)).isEqualTo(Reason.ALREADY_OWNED);
        assertThat(second.refusal().orElseThrow().address()).isEqualTo(0x2000);
        assertThat(memory.ownerOf(0x1000)).as("all or none").isEqualTo(PageOwner.FREE);
        assertThat(memory.ownerOf(0x2FFF)).isEqualTo(new PageOwner.Private(ALICE));
    }

    @Test
    void mmioPageIsNoMemory() {
        var tdi = new FunctionId(0, RequesterId.of(1, 0, 1));
        memory.assign(new PageRange(0x1000, 1), new PageOwner.Mmio(tdi, ALICE));

        assertThat(reasonOf(memory.read(new Initiator.Tvm(ALICE), 0x1000, 4))).isEqualTo(Reason.MMIO_PAGE);
    }

    @Test
    void releasedPageForgetsWhatItHeld() {
        var page = new PageRange(0x1000, 1);
        memory.assign(page, new PageOwner.Private(ALICE));
        memory.write(new Initiator.Tvm(ALICE), 0x1000, WORD);

        memory.release(page);
        memory.assign(page, PageOwner.SHARED);

        assertThat(memory.read(Initiator.UNTRUSTED, 0x1000, 4).data()).isEqualTo(Bytes.filled(0, 4));
    }

    @Test
    void pinnedPageStaysUntilTheLastPinIsTaken() {
        var page = new PageRange(0x1000, 1);
        memory.assign(page, new PageOwner.Private(ALICE));
        memory.pin(page);
        memory.pin(page);

        memory.unpin(page);
        assertThat(reasonOf(memory.release(page))).isEqualTo(Reason.PINNED);

        memory.unpin(page);
        assertThat(memory.release(page).isDone()).isTrue();
    }

    @Test
    void freePageIsNotPinned() {
        assertThat(reasonOf(memory.pin(new PageRange(0x1000, 1)))).isEqualTo(Reason.NOT_ASSIGNED);
    }

    @Test
    void accessAcrossPagesIsOneAccess() {
        memory.assign(new PageRange(0x1000, 2), PageOwner.SHARED);

        memory.write(Initiator.UNTRUSTED, 0x1FFE, WORD);

        assertThat(memory.read(Initiator.UNTRUSTED, 0x1FFC, 8).data()).isEqualTo(Bytes.fromHex("0000010203040000"));
    }

    @Test
    void writeIntoAForeignPageChangesNothingBefore() {
        memory.assign(new PageRange(0x1000, 1), PageOwner.SHARED);
        memory.assign(new PageRange(0x2000, 1), new PageOwner.Private(ALICE));

        MemoryResult result = memory.write(Initiator.UNTRUSTED, 0x1FFE, WORD);

        assertThat(reasonOf(result)).isEqualTo(Reason.PRIVATE_PAGE);
        assertThat(memory.read(Initiator.UNTRUSTED, 0x1FFE, 2).data()).isEqualTo(Bytes.filled(0, 2));
    }

    @Test
    void changesOfOwnersAreTraced() {
        memory.assign(new PageRange(0x1000, 2), new PageOwner.Private(ALICE));

        assertThat(trace.events())
                .singleElement()
                .satisfies(event -> assertThat(event.summary())
                        .isEqualTo("memory pages 1000h+2 pages: free -> private to alice (assigned)"));
    }

    @Test
    void dataOfARefusalIsACallersMistake() {
        MemoryResult refused = memory.read(Initiator.UNTRUSTED, 0x1000, 4);

        assertThatThrownBy(refused::data)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NOT_ASSIGNED at 1000h");
    }

    @Test
    void nobodyIsNoOwnerToAssign() {
        var page = new PageRange(0x1000, 1);

        assertThatThrownBy(() -> memory.assign(page, PageOwner.FREE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reason reasonOf(MemoryResult result) {
        return result.refusal().orElseThrow().reason();
    }
}
