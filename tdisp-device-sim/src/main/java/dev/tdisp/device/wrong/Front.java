package dev.tdisp.device.wrong;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.DeviceFunction;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** What stands between a device and the bus; all passes but what a subclass changes. */
class Front implements PcieDevice {
    private static final int DOUBLE_WORD = 4;

    final SrIovDevice device;

    Front(SrIovDevice device) {
        this.device = device;
    }

    @Override
    public void connect(UpstreamPort port) {
        device.connect(port);
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        return device.configRead(function, offset, size);
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        device.configWrite(function, offset, size, value);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return device.receive(frame);
    }

    @Override
    public void conventionalReset() {
        device.conventionalReset();
    }

    /** Tells whether an identifier is that of function 0, now or by its number alone. */
    boolean isFunction0(RequesterId id) {
        return (id.value() & 0xFF) == 0;
    }

    RequesterId self() {
        return device.physicalFunction().requesterId();
    }

    DeviceFunction virtual(int index) {
        return device.virtualFunction(index);
    }

    long dword(int offset) {
        return device.configRead(self(), offset, DOUBLE_WORD);
    }

    /** Which functions a fault is in. */
    enum Where {
        FUNCTION_0,
        VIRTUAL_FUNCTIONS;

        boolean has(RequesterId id) {
            return ((id.value() & 0xFF) == 0) == (this == FUNCTION_0);
        }
    }

    /** Shows another value in a double word. */
    static class Showing extends Front {
        private final Where where;
        private final int offset;

        Showing(SrIovDevice device, Where where, int offset) {
            super(device);
            this.where = where;
            this.offset = offset;
        }

        /** Returns what is shown instead of a value. */
        long shown(RequesterId function, long right) {
            return right;
        }

        boolean isMeant(RequesterId function, int at) {
            return where.has(function) && at >= offset && at < offset + DOUBLE_WORD;
        }

        long right(RequesterId function) {
            return super.configRead(function, offset, DOUBLE_WORD);
        }

        @Override
        public long configRead(RequesterId function, int at, int size) {
            long right = super.configRead(function, at, size);
            boolean isNobody = super.configRead(function, 0x34, 1) == 0xFF;
            if (!isMeant(function, at) || isNobody) {
                return right;
            }
            long value = shown(function, right(function));
            return value >>> 8 * (at - offset) & (1L << 8 * size) - 1;
        }
    }

    static Showing showing(SrIovDevice device, Where where, int offset, LongUnaryOperator change) {
        return new Showing(device, where, offset) {
            @Override
            long shown(RequesterId function, long right) {
                return change.applyAsLong(right);
            }
        };
    }

    /** Keeps what software writes to bits of a double word, whatever the device makes of it. */
    static final class Keeping extends Showing {
        private final int offset;
        private final long mask;
        private long kept;
        private boolean isWritten;

        Keeping(SrIovDevice device, Where where, int offset, long mask) {
            super(device, where, offset);
            this.offset = offset;
            this.mask = mask;
        }

        @Override
        long shown(RequesterId function, long right) {
            return isWritten ? right & ~mask | kept & mask : right;
        }

        @Override
        public void configWrite(RequesterId function, int at, int size, long value) {
            long before = isMeant(function, at) ? shown(function, right(function)) : 0;
            super.configWrite(function, at, size, value);
            if (isMeant(function, at)) {
                int shift = 8 * (at - offset);
                long enabled = (1L << 8 * size) - 1 << shift;
                kept = before & ~enabled | value << shift & enabled;
                isWritten = true;
            }
        }
    }
}
