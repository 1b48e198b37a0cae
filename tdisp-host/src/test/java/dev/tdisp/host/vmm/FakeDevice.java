package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** As much of a device as a hypervisor needs to find one: a configuration space of plain bytes with write masks. */
final class FakeDevice implements PcieDevice {
    static final RequesterId PF = RequesterId.of(1, 0, 0);
    static final int TOTAL_VFS = 4;
    static final long BAR0_SIZE = 0x100_0000;
    static final int BAR2_SIZE = 0x2_0000;
    static final int VF_BAR_SIZE = 0x10_0000;

    private static final int PCIE = 0x70;
    private static final int SR_IOV = 0x160;
    private static final int DOE = 0x1A0;
    private static final int IDE = 0x1C0;
    private static final int IDE_BLOCK = IDE + IdeCapability.FIRST_BLOCK;

    final byte[] space = new byte[0x1000];
    private final byte[] mask = new byte[0x1000];
    /** A function that does not answer, if there is one. */
    Optional<RequesterId> silent = Optional.empty();

    final List<String> log = new ArrayList<>();
    UnaryOperator<Bytes> mailbox = request -> request;

    /** How often the mailbox says busy before it answers. */
    int slowness;

    private final WireWriterBuffer request = new WireWriterBuffer();
    private final Deque<Long> response = new ArrayDeque<>();
    private int busy;
    private boolean error;

    FakeDevice() {
        put(Type0Header.VENDOR_ID, 4, 0x7E10_ABCDL, 0);
        put(Type0Header.COMMAND, 2, 0, 0x0406);
        put(Type0Header.REVISION_ID, 4, 0x1200_0001L, 0);
        put(Type0Header.BAR0, 4, 0xC, ~(BAR0_SIZE - 1));
        put(Type0Header.BAR0 + 4, 4, 0, -1);
        put(Type0Header.BAR0 + 8, 4, 0, ~(BAR2_SIZE - 1));
        put(Type0Header.CAPABILITIES_POINTER, 1, 0x40, 0);
        put(0x40, 4, PCIE << 8 | CapabilityId.POWER_MANAGEMENT, 0);
        put(PCIE, 2, CapabilityId.PCI_EXPRESS, 0);
        put(PCIE + PciExpressCapability.DEVICE_CAPABILITIES, 4, 0x5000_8022L, 0);
        put(PCIE + PciExpressCapability.DEVICE_CONTROL, 2, 0, 0xFFFF);
        put(0x100, 4, (long) SR_IOV << 20 | 1 << 16 | CapabilityId.EXTENDED_AER, 0);
        sriov();
        put(DOE, 4, (long) IDE << 20 | 2 << 16 | CapabilityId.EXTENDED_DOE, 0);
        ide();
    }

    private void sriov() {
        put(SR_IOV, 4, (long) DOE << 20 | 1 << 16 | CapabilityId.EXTENDED_SR_IOV, 0);
        put(SR_IOV + SrIovCapability.CONTROL, 2, 0, 0x39);
        put(SR_IOV + SrIovCapability.TOTAL_VFS, 2, TOTAL_VFS, 0);
        put(SR_IOV + SrIovCapability.NUM_VFS, 2, 0, 0xFFFF);
        put(SR_IOV + SrIovCapability.FIRST_VF_OFFSET, 2, 1, 0);
        put(SR_IOV + SrIovCapability.VF_STRIDE, 2, 1, 0);
        put(SR_IOV + SrIovCapability.SYSTEM_PAGE_SIZE, 4, 1, 0x553);
        put(SR_IOV + SrIovCapability.VF_BAR0, 4, 0xC, ~(VF_BAR_SIZE - 1));
        put(SR_IOV + SrIovCapability.VF_BAR0 + 4, 4, 0, -1);
    }

    private void ide() {
        put(IDE, 4, 1 << 16 | CapabilityId.EXTENDED_IDE, 0);
        put(IDE + IdeCapability.CAPABILITY, 4, 0x0101_00C2L, 0);
        for (int i = 0; i < 2; i++) {
            int block = IDE_BLOCK + i * IdeCapability.selectiveBlockSize(1);
            put(block, 4, 1, 0);
            put(block + IdeCapability.SELECTIVE_CONTROL, 4, 0xFF00_0000L, -1);
            put(block + IdeCapability.SELECTIVE_RID_1, 4, 0, 0xFF_FF00);
            put(block + IdeCapability.SELECTIVE_RID_2, 4, 0, 0xFF_FF01);
        }
    }

    private void put(int offset, int size, long value, long writeMask) {
        for (int i = 0; i < size; i++) {
            space[offset + i] = (byte) (value >>> 8 * i);
            mask[offset + i] = (byte) (writeMask >>> 8 * i);
        }
    }

    void failMailbox() {
        error = true;
    }

    long register(int offset, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | space[offset + i] & 0xFF;
        }
        return value;
    }

    @Override
    public void connect(UpstreamPort port) {}

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        if (silent.filter(function::equals).isPresent()) {
            return (1L << 8 * size) - 1;
        }
        if (isVirtual(function)) {
            return offset == Type0Header.REVISION_ID ? 0x1200_0001L : 0;
        }
        if (!function.equals(PF)) {
            return (1L << 8 * size) - 1;
        }
        return switch (offset) {
            case DOE + DoeCapability.STATUS -> doeStatus();
            case DOE + DoeCapability.READ_MAILBOX -> response.isEmpty() ? 0 : response.peek();
            default -> register(offset, size);
        };
    }

    private boolean isVirtual(RequesterId function) {
        int index = function.value() - PF.value();
        boolean enabled = (register(SR_IOV + SrIovCapability.CONTROL, 2) & SrIovCapability.CONTROL_VF_ENABLE) != 0;
        return enabled && index >= 1 && index <= register(SR_IOV + SrIovCapability.NUM_VFS, 2);
    }

    private long doeStatus() {
        if (error) {
            return DoeCapability.STATUS_ERROR;
        }
        if (busy > 0) {
            busy--;
            return DoeCapability.STATUS_BUSY;
        }
        return response.isEmpty() ? 0 : DoeCapability.STATUS_READY;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        log.add("%s %03X:%d=%X".formatted(function, offset, size, value));
        if (!function.equals(PF)) {
            return;
        }
        switch (offset) {
            case DOE + DoeCapability.CONTROL -> doeControl(value);
            case DOE + DoeCapability.WRITE_MAILBOX -> request.add(value);
            case DOE + DoeCapability.READ_MAILBOX -> response.poll();
            default -> writeMasked(offset, size, value);
        }
    }

    private void writeMasked(int offset, int size, long value) {
        for (int i = 0; i < size; i++) {
            int bits = mask[offset + i];
            space[offset + i] = (byte) (space[offset + i] & ~bits | value >>> 8 * i & bits);
        }
    }

    private void doeControl(long value) {
        if ((value & DoeCapability.CONTROL_ABORT) != 0) {
            request.take();
            response.clear();
            error = false;
        } else if ((value & DoeCapability.CONTROL_GO) != 0) {
            WireReader in = WireReader.of(mailbox.apply(request.take()));
            while (in.remaining() > 0) {
                response.add(in.u32("dword"));
            }
            busy = slowness;
        }
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return Optional.empty();
    }

    @Override
    public void conventionalReset() {
        log.add("reset");
    }

    /** The dwords of a request. */
    private static final class WireWriterBuffer {
        private WireWriter out = WireWriter.create();

        void add(long dword) {
            out.u32("dword", dword);
        }

        Bytes take() {
            Bytes bytes = out.toBytes();
            out = WireWriter.create();
            return bytes;
        }
    }
}
