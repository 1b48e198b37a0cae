package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws messages of every kind, and noise that looks a little like messages. */
final class RandomMessages {
    private static final int SHORT = 48;

    private final SplittableRandom random;

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    List<Supplier<TdispRequest>> requests() {
        return List.of(
                () -> new GetTdispVersion(header()),
                () -> new GetTdispCapabilities(header(), u32()),
                () -> new LockInterfaceRequest(header(), parameters(), number(8)),
                () -> new GetDeviceInterfaceReport(header(), number(16), number(16)),
                () -> new GetDeviceInterfaceState(header()),
                () -> new StartInterfaceRequest(header(), nonce()),
                () -> new StopInterfaceRequest(header()),
                () -> new BindP2pStreamRequest(header(), number(8)),
                () -> new UnbindP2pStreamRequest(header(), number(8)),
                () -> new SetMmioAttributeRequest(header(), random.nextLong(), u32(), number(16), number(16)),
                () -> new VdmRequest(header(), vendorData()),
                () -> new SetTdispConfigRequest(header(), u32()),
                () -> new UnknownRequest(header(), undefined(0x81, 0x8C, -1), shortBytes()));
    }

    List<Supplier<TdispResponse>> responses() {
        return List.of(
                () -> new TdispVersion(header(), bytes(1 + random.nextInt(8))),
                () -> new TdispCapabilities(
                        header(),
                        u32(),
                        new SupportedRequests(bytes(16)),
                        new LockFlags(number(16)),
                        number(24),
                        number(8),
                        number(8),
                        number(8)),
                () -> new LockInterfaceResponse(header(), nonce()),
                () -> new DeviceInterfaceReportPortion(header(), number(16), shortBytes()),
                () -> new DeviceInterfaceState(header(), number(8)),
                () -> new StartInterfaceResponse(header()),
                () -> new StopInterfaceResponse(header()),
                () -> new BindP2pStreamResponse(header()),
                () -> new UnbindP2pStreamResponse(header()),
                () -> new SetMmioAttributeResponse(header()),
                () -> new VdmResponse(header(), vendorData()),
                () -> new SetTdispConfigResponse(header()),
                this::error,
                () -> new UnknownResponse(header(), undefined(0x01, 0x0C, TdispError.CODE), shortBytes()));
    }

    /** Returns bytes with a wanted code and, mostly, size, and nothing else that is sure. */
    Bytes noise(int code, int size) {
        Bytes noise = bytes(random.nextInt(4) == 0 ? random.nextInt(2 * SHORT) : size);
        return noise.size() < 2 ? noise : noise.with(1, code);
    }

    /** Returns a message with one byte changed, cut or added. */
    Bytes damaged(Bytes message) {
        int at = random.nextInt(message.size());
        return switch (random.nextInt(3)) {
            case 0 -> message.with(at, number(8));
            case 1 -> message.slice(0, at);
            default -> message.plus(bytes(1 + random.nextInt(3)));
        };
    }

    private TdispHeader header() {
        return new TdispHeader(number(8), number(16), new InterfaceId(u32(), random.nextLong()));
    }

    private LockParameters parameters() {
        return new LockParameters(new LockFlags(number(16)), number(8), random.nextLong(), random.nextLong());
    }

    private TdispResponse error() {
        if (random.nextInt(3) == 0) {
            return TdispError.vendorSpecific(header(), vendorData());
        }
        List<TdispErrorCode> plain = List.of(TdispErrorCode.BUSY, TdispErrorCode.INVALID_NONCE);
        long code = random.nextBoolean() ? plain.get(random.nextInt(2)).code() : u32();
        boolean isVendors = code == TdispErrorCode.VENDOR_SPECIFIC_ERROR.code();
        return new TdispError(header(), code, isVendors ? 0 : u32(), null);
    }

    private int undefined(int first, int last, int another) {
        int code = number(8);
        while (code >= first && code <= last || code == another) {
            code = number(8);
        }
        return code;
    }

    private Nonce nonce() {
        return Nonce.of(bytes(Nonce.SIZE));
    }

    private VendorData vendorData() {
        return new VendorData(number(8), bytes(random.nextInt(6)), shortBytes());
    }

    private Bytes shortBytes() {
        return bytes(random.nextInt(SHORT));
    }

    private Bytes bytes(int size) {
        var drawn = new byte[size];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }

    private int number(int bits) {
        return random.nextInt(1 << bits);
    }

    private long u32() {
        return random.nextInt() & 0xFFFF_FFFFL;
    }
}
