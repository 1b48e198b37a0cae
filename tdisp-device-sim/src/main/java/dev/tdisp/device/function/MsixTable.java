package dev.tdisp.device.function;

import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.device.config.MsixRegisters;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The interrupts of a function: MSI-X table, pending bits, and the messages they send.
 *
 * <p>A vector sends its message when MSI-X is enabled, neither it nor the function is masked, the function is bus master
 * and its interface lets it send; otherwise it is pending until then.
 */
public final class MsixTable {
    private static final int MESSAGE_ADDRESS = MsixCapability.ENTRY_ADDRESS;
    private static final int ADDRESS_UNUSED = 0x3;

    private final DeviceFunction function;
    private final MsixRegisters registers;
    private final byte[] table;
    private final BitSet pending = new BitSet();

    MsixTable(DeviceFunction function, MsixRegisters registers) {
        this.function = function;
        this.registers = registers;
        this.table = new byte[registers.placement().vectors() * MsixCapability.ENTRY_SIZE];
        reset();
    }

    /**
     * Raises an interrupt.
     *
     * @param vector which, from 0
     * @throws IllegalArgumentException if there is no such vector
     */
    public void raise(int vector) {
        if (vector < 0 || vector >= vectors()) {
            throw new IllegalArgumentException("vector: there is no %d".formatted(vector));
        }
        pending.set(vector);
        deliver();
    }

    /**
     * Tells whether an interrupt waits.
     *
     * @param vector which
     * @return true if its message was not sent yet
     */
    public boolean isPending(int vector) {
        return pending.get(vector);
    }

    /**
     * Returns how many vectors there are.
     *
     * @return 1 to 2048
     */
    public int vectors() {
        return registers.placement().vectors();
    }

    /** Sends what is pending and may be sent now. */
    public void deliver() {
        boolean enabled = function.isSet(registers.messageControl(), MsixCapability.CONTROL_ENABLE);
        boolean masked = function.isSet(registers.messageControl(), MsixCapability.CONTROL_FUNCTION_MASK);
        if (!enabled || masked) {
            return;
        }
        for (int vector = pending.nextSetBit(0); vector >= 0; vector = pending.nextSetBit(vector + 1)) {
            Optional<LinkContext> context = function.mayIssue(TrafficPolicy.RequestKind.MSIX);
            if (context.isEmpty()) {
                return;
            }
            int entry = vector * MsixCapability.ENTRY_SIZE;
            if ((table[entry + MsixCapability.ENTRY_VECTOR_CONTROL] & MsixCapability.ENTRY_MASKED) == 0) {
                Bytes content = Bytes.of(table).slice(entry, entry + MsixCapability.ENTRY_SIZE);
                long address = WireReader.of(content).u64("Message Address");
                Bytes data = content.slice(MsixCapability.ENTRY_DATA, MsixCapability.ENTRY_DATA + 4);
                pending.clear(vector);
                function.send(new MemoryWrite(function.requesterId(), 0, address, data), context.get());
            }
        }
    }

    void reset() {
        pending.clear();
        for (int at = 0; at < table.length; at++) {
            boolean mask = at % MsixCapability.ENTRY_SIZE == MsixCapability.ENTRY_VECTOR_CONTROL;
            table[at] = (byte) (mask ? MsixCapability.ENTRY_MASKED : 0);
        }
    }

    List<BarRegion> regions() {
        MsixRegisters.Placement place = registers.placement();
        return List.of(
                new BarRegion(
                        place.bar(),
                        place.tableOffset(),
                        pages(table.length),
                        RegionKind.MSIX_TABLE,
                        false,
                        new TableRegion()),
                new BarRegion(
                        place.bar(),
                        place.pendingOffset(),
                        pages(pendingSize()),
                        RegionKind.MSIX_PENDING,
                        false,
                        new PendingRegion()));
    }

    private int pendingSize() {
        return (vectors() + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }

    private static long pages(int size) {
        return (size + BarRegion.PAGE - 1) / BarRegion.PAGE * BarRegion.PAGE;
    }

    /** Only aligned double words and quad words are accesses to the structures of MSI-X. */
    private static boolean isAccess(long offset, int length) {
        return (length == Integer.BYTES || length == Long.BYTES) && offset % length == 0;
    }

    private static Bytes read(byte[] content, long offset, int length) {
        boolean inside = isAccess(offset, length) && offset + length <= content.length;
        return inside ? Bytes.of(content).slice((int) offset, (int) offset + length) : Bytes.filled(0, length);
    }

    /** The table in its BAR. */
    private final class TableRegion implements MmioRegion {
        @Override
        public Bytes read(long offset, int length) {
            return MsixTable.read(table, offset, length);
        }

        @Override
        public void write(long offset, Bytes data) {
            if (!isAccess(offset, data.size()) || offset + data.size() > table.length) {
                return;
            }
            for (int i = 0; i < data.size(); i++) {
                int at = (int) offset + i;
                table[at] = (byte) (data.at(i) & writable(at % MsixCapability.ENTRY_SIZE));
            }
            deliver();
        }

        private int writable(int at) {
            if (at >= MsixCapability.ENTRY_VECTOR_CONTROL) {
                return at == MsixCapability.ENTRY_VECTOR_CONTROL ? MsixCapability.ENTRY_MASKED : 0;
            }
            return at == MESSAGE_ADDRESS ? ~ADDRESS_UNUSED : ~0;
        }

        @Override
        public void scrub() {
            reset();
        }
    }

    /** The pending bits in their BAR. */
    private final class PendingRegion implements MmioRegion {
        @Override
        public Bytes read(long offset, int length) {
            var content = new byte[pendingSize()];
            byte[] bits = pending.toByteArray();
            System.arraycopy(bits, 0, content, 0, bits.length);
            return MsixTable.read(content, offset, length);
        }

        @Override
        public void write(long offset, Bytes data) {
            // read-only
        }

        @Override
        public void scrub() {
            pending.clear();
        }
    }
}
