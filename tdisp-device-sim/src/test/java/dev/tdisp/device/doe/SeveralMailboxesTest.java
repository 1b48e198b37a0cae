package dev.tdisp.device.doe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.config.DoeRegisters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two mailboxes of one function: the first knows discovery alone, the second leads to the security manager. */
class SeveralMailboxesTest {
    private static final long GO = 0x8000_0000L;
    private static final long READY = 0x8000_0000L;
    private static final List<Long> DISCOVERY = List.of(1L, 3L, 0x0200L);
    private static final List<Long> GET_VERSION = List.of(0x0001_0001L, 3L, 0x0000_8410L);

    private final Bench bench = new Bench(DeviceProfile.COMPLETE).enumerate(0);
    private final List<DoeRegisters> mailboxes =
            bench.device().physicalFunction().registers().mailboxes();
    private final DoeRegisters plain = mailboxes.get(0);
    private final DoeRegisters spdm = mailboxes.get(1);

    private void put(DoeRegisters mailbox, List<Long> object) {
        object.forEach(
                doubleWord -> bench.write(Bench.PF, mailbox.offset() + DoeCapability.WRITE_MAILBOX, 4, doubleWord));
    }

    private List<Long> exchange(DoeRegisters mailbox, List<Long> object) {
        put(mailbox, object);
        bench.write(Bench.PF, mailbox.offset() + DoeCapability.CONTROL, 4, GO);
        return take(mailbox);
    }

    private List<Long> take(DoeRegisters mailbox) {
        var answer = new ArrayList<Long>();
        int at = mailbox.offset() + DoeCapability.READ_MAILBOX;
        while ((status(mailbox) & READY) != 0) {
            answer.add(bench.read(Bench.PF, at, 4));
            bench.write(Bench.PF, at, 4, 0);
        }
        return answer;
    }

    private long status(DoeRegisters mailbox) {
        return bench.read(Bench.PF, mailbox.offset() + DoeCapability.STATUS, 4);
    }

    @Test
    @Tag("P-045")
    @Tag("P-059")
    void eachMailboxNamesWhatItOffers() {
        assertThat(exchange(plain, DISCOVERY)).containsExactly(1L, 3L, 0x0000_0001L);
        assertThat(exchange(spdm, DISCOVERY)).containsExactly(1L, 3L, 0x0100_0001L);
    }

    @Test
    @Tag("P-044")
    @Tag("GAP-TRN-02")
    void mailboxWithoutSpdmDropsItWithoutASign() {
        assertThat(exchange(plain, GET_VERSION)).isEmpty();
        assertThat(status(plain)).isZero();

        assertThat(exchange(plain, DISCOVERY)).hasSize(3);
        assertThat(exchange(spdm, GET_VERSION)).first().isEqualTo(0x0001_0001L);
    }

    @Test
    @Tag("GAP-TRN-08")
    void objectsOfTwoMailboxesNeverMix() {
        put(plain, DISCOVERY.subList(0, 2));
        assertThat(exchange(spdm, GET_VERSION)).isNotEmpty();
        put(spdm, GET_VERSION);

        assertThat(exchange(plain, DISCOVERY.subList(2, 3))).containsExactly(1L, 3L, 0x0000_0001L);

        bench.write(Bench.PF, spdm.offset() + DoeCapability.CONTROL, 4, GO);
        assertThat(status(plain)).isZero();
        assertThat(take(spdm)).first().isEqualTo(0x0001_0001L);
    }

    @Test
    @Tag("P-051")
    @Tag("P-053")
    @Tag("P-054")
    void abortAndInterruptAreEachMailboxesOwn() {
        for (DoeRegisters mailbox : mailboxes) {
            bench.write(Bench.PF, mailbox.offset() + DoeCapability.CONTROL, 4, DoeCapability.CONTROL_INTERRUPT_ENABLE);
        }
        for (DoeRegisters mailbox : mailboxes) {
            put(mailbox, DISCOVERY);
            bench.write(
                    Bench.PF, mailbox.offset() + DoeCapability.CONTROL, 4, GO | DoeCapability.CONTROL_INTERRUPT_ENABLE);
        }
        assertThat(bench.pf().interrupts().isPending(2)).isTrue();
        assertThat(bench.pf().interrupts().isPending(3)).isTrue();

        bench.write(Bench.PF, plain.offset() + DoeCapability.CONTROL, 4, DoeCapability.CONTROL_ABORT);
        bench.write(Bench.PF, plain.offset() + DoeCapability.STATUS, 4, DoeCapability.STATUS_INTERRUPT);

        assertThat(status(plain)).isZero();
        assertThat(status(spdm)).isEqualTo(READY | DoeCapability.STATUS_INTERRUPT);
        assertThat(take(spdm)).hasSize(3);
    }

    @Test
    @Tag("GAP-TRN-09")
    void resetEmptiesBoth() {
        for (DoeRegisters mailbox : mailboxes) {
            exchange(mailbox, DISCOVERY);
            put(mailbox, DISCOVERY);
            bench.write(Bench.PF, mailbox.offset() + DoeCapability.CONTROL, 4, GO);
            put(mailbox, DISCOVERY.subList(0, 2));
        }

        bench.write(bench.pf(), "Device Control", 0x8000);

        for (DoeRegisters mailbox : mailboxes) {
            assertThat(status(mailbox)).isZero();
            assertThat(exchange(mailbox, DISCOVERY)).hasSize(3);
        }
    }
}
