package dev.tdisp.device.cxl;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.vendor.VendorHandler;
import java.util.Optional;

/**
 * Answers the security protocol of a CXL memory target (TSP) that has no memory: version, capabilities, configuration, lock,
 * TE state.
 *
 * <p>The lock ends with the session that made it. There are no secondary sessions, no keys, and an empty report.
 *
 * <p>For one thread at a time.
 */
public final class CxlTspResponder implements VendorHandler {
    private static final int VERSION_10 = 0x10;
    private static final int REQUEST_BIT = 0x80;
    private static final int HEADER_SIZE = 4;
    private static final int REPORT_REQUEST_SIZE = 8;
    private static final int TE_STATE_SIZE = 16;
    private static final int RANGE_SIZE = 16;

    /** Memory encryption by AES-XTS-256. */
    private static final int ENCRYPTION = 0x0001;

    private static final int AES_XTS_256 = 0x0002;
    /** Read access control, implicit and explicit in-band changes of the TE state. */
    private static final int ACCESS_CONTROL = 0x0016;

    private static final int IN_BAND_64_BYTES = 0x0001;
    private static final int FIRMWARE_UPDATE_WHILE_LOCKED = 0x0001;
    private static final Bytes REPORT = Bytes.filled(0, 4);

    private final CxlTrace trace;
    private Optional<CxlTspConfiguration> configuration = Optional.empty();
    private Optional<Long> lockedBy = Optional.empty();

    /**
     * Creates a responder.
     *
     * @param name the device's name in traces
     * @param peer the other party, for traces
     * @param env trace and time
     */
    public CxlTspResponder(String name, String peer, Env env) {
        this.trace = new CxlTrace(env, name, peer, "CXL TSP");
    }

    @Override
    public Optional<Bytes> handle(long sessionId, Bytes message) {
        if (message.size() < HEADER_SIZE) {
            return Optional.empty();
        }
        if (message.at(0) != VERSION_10) {
            return Optional.of(error(CxlTspError.VERSION_MISMATCH));
        }
        return CxlTspOpcode.of(message.at(1))
                .map(opcode -> answer(sessionId, opcode, message))
                .or(() -> Optional.of(error(CxlTspError.UNSUPPORTED_REQUEST)));
    }

    /**
     * Notes that a session ended: if it had locked the configuration, that is forgotten.
     *
     * @param sessionId the session
     */
    public void sessionEnded(long sessionId) {
        if (lockedBy.filter(owner -> owner == sessionId).isPresent()) {
            reset();
        }
    }

    /** Forgets the configuration. */
    public void reset() {
        configuration = Optional.empty();
        lockedBy = Optional.empty();
    }

    private Bytes answer(long sessionId, CxlTspOpcode opcode, Bytes message) {
        return switch (opcode) {
            case GET_TARGET_TSP_VERSION -> message.size() == HEADER_SIZE ? version() : invalid();
            case GET_TARGET_CAPABILITIES -> message.size() == HEADER_SIZE ? capabilities() : invalid();
            case SET_TARGET_CONFIGURATION -> configure(message);
            case GET_TARGET_CONFIGURATION -> message.size() == HEADER_SIZE ? configuration() : invalid();
            case GET_TARGET_CONFIGURATION_REPORT -> report(message);
            case LOCK_TARGET_CONFIGURATION -> lock(sessionId, message);
            case SET_TARGET_TE_STATE -> setTeState(message);
        };
    }

    private Bytes version() {
        WireWriter out = response(CxlTspOpcode.GET_TARGET_TSP_VERSION);
        out.u16("Reserved", 0);
        out.u8("VersionNumberEntryCount", 1);
        out.u8("VersionNumberEntry", VERSION_10);
        return sent(CxlTspOpcode.GET_TARGET_TSP_VERSION, out);
    }

    private Bytes capabilities() {
        WireWriter out = response(CxlTspOpcode.GET_TARGET_CAPABILITIES);
        out.u16("MemoryEncryptionFeaturesSupported", ENCRYPTION);
        out.u32("MemoryEncryptionAlgorithmsSupported", AES_XTS_256);
        out.u16("NumberOfRangeBasedKeys", 0);
        out.u16("Reserved", 0);
        out.u16("TeStateChangeAndAccessControlFeaturesSupported", ACCESS_CONTROL);
        out.u16("Reserved2", 0);
        out.u32("SupportedExplicitOobTeStateGranularity", 0);
        out.u32("SupportedExplicitIbTeStateGranularity", IN_BAND_64_BYTES);
        out.u16("ConfigurationFeaturesSupported", FIRMWARE_UPDATE_WHILE_LOCKED);
        out.u16("Reserved3", 0);
        out.u32("NumberOfCkids", 0);
        out.u8("NumberOfSecondarySessions", 0);
        out.bytes("Reserved4", Bytes.filled(0, 19));
        return sent(CxlTspOpcode.GET_TARGET_CAPABILITIES, out);
    }

    private Bytes configure(Bytes message) {
        if (message.size() != CxlTspConfiguration.REQUEST_SIZE) {
            return invalid();
        }
        if (lockedBy.isPresent()) {
            return error(CxlTspError.ALREADY_LOCKED);
        }
        CxlTspConfiguration wanted = CxlTspConfiguration.read(message);
        if (!wanted.isWithin(ENCRYPTION, AES_XTS_256, ACCESS_CONTROL)) {
            return error(CxlTspError.INVALID_SECURITY_CONFIGURATION);
        }
        configuration = Optional.of(wanted);
        return done(CxlTspOpcode.SET_TARGET_CONFIGURATION);
    }

    private Bytes configuration() {
        WireWriter out = response(CxlTspOpcode.GET_TARGET_CONFIGURATION);
        configuration.orElse(CxlTspConfiguration.NONE).write(out, lockedBy.isPresent());
        return sent(CxlTspOpcode.GET_TARGET_CONFIGURATION, out);
    }

    private Bytes report(Bytes message) {
        if (message.size() != REPORT_REQUEST_SIZE) {
            return invalid();
        }
        WireReader in = WireReader.of(message.from(HEADER_SIZE));
        int offset = in.u16("Offset");
        int end = Math.min(offset + in.u16("Length"), REPORT.size());
        if (offset >= end) {
            return invalid();
        }
        WireWriter out = response(CxlTspOpcode.GET_TARGET_CONFIGURATION_REPORT);
        out.u16("Reserved", 0);
        out.u16("PortionLength", end - offset);
        out.u16("RemainderLength", REPORT.size() - end);
        out.bytes("ReportData", REPORT.slice(offset, end));
        return sent(CxlTspOpcode.GET_TARGET_CONFIGURATION_REPORT, out);
    }

    private Bytes lock(long sessionId, Bytes message) {
        if (message.size() != HEADER_SIZE) {
            return invalid();
        }
        if (lockedBy.isPresent()) {
            return error(CxlTspError.ALREADY_LOCKED);
        }
        if (configuration.isEmpty()) {
            return error(CxlTspError.INVALID_SECURITY_STATE);
        }
        lockedBy = Optional.of(sessionId);
        return done(CxlTspOpcode.LOCK_TARGET_CONFIGURATION);
    }

    private Bytes setTeState(Bytes message) {
        int ranges = message.at(HEADER_SIZE - 1);
        if (message.size() != TE_STATE_SIZE + ranges * RANGE_SIZE) {
            return invalid();
        }
        return lockedBy.isPresent()
                ? done(CxlTspOpcode.SET_TARGET_TE_STATE)
                : error(CxlTspError.INVALID_SECURITY_STATE);
    }

    private Bytes invalid() {
        return error(CxlTspError.INVALID_REQUEST);
    }

    private Bytes done(CxlTspOpcode opcode) {
        WireWriter out = response(opcode);
        out.u16("Reserved", 0);
        return sent(opcode, out);
    }

    private Bytes error(CxlTspError error) {
        WireWriter out = trace.writer();
        out.u8("TSPVersion", VERSION_10);
        out.u8("Opcode", CxlTspError.OPCODE);
        out.u16("Reserved", 0);
        out.u32("ErrorCode", error.code());
        out.u32("ErrorData", 0);
        return trace.sent("ERROR", error.name(), out);
    }

    private WireWriter response(CxlTspOpcode opcode) {
        WireWriter out = trace.writer();
        out.u8("TSPVersion", VERSION_10);
        out.u8("Opcode", opcode.code() & ~REQUEST_BIT);
        return out;
    }

    private Bytes sent(CxlTspOpcode opcode, WireWriter out) {
        return trace.sent(opcode.name() + "_RSP", "", out);
    }
}
