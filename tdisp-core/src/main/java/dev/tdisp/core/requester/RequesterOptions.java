package dev.tdisp.core.requester;

import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;

/**
 * How a requester behaves where it has a choice.
 *
 * @param portionSize the largest portion of a report to ask for, 1 to 65535
 * @param verifiesState true if the state is read after a lock, a start and a stop
 * @param addressUnit the unit of the pages in reports
 * @param judgesNonces true if a lock is refused whose nonce cannot be random, see {@link NonceJudge}
 * @param source the requester's name in traces
 * @param destination the responder's name in traces
 */
public record RequesterOptions(
        int portionSize,
        boolean verifiesState,
        MmioAddressUnit addressUnit,
        boolean judgesNonces,
        String source,
        String destination) {
    /** Whole reports, state verified, page numbers, nonces judged, from {@code tsm} to {@code device}. */
    public static final RequesterOptions DEFAULT =
            new RequesterOptions(DeviceInterfaceReport.MAX_SIZE, true, MmioAddressUnit.PAGE, true, "tsm", "device");

    /**
     * Checks the portion size.
     *
     * @param portionSize 1 to 65535
     * @param verifiesState any
     * @param addressUnit any
     * @param judgesNonces any
     * @param source any
     * @param destination any
     */
    public RequesterOptions {
        if (portionSize < 1 || portionSize > DeviceInterfaceReport.MAX_SIZE) {
            throw new IllegalArgumentException("portion size: %d is not 1 to 65535".formatted(portionSize));
        }
    }

    /**
     * Returns the same options with another portion size.
     *
     * @param size the largest portion to ask for
     * @return the changed copy
     */
    public RequesterOptions withPortionSize(int size) {
        return new RequesterOptions(size, verifiesState, addressUnit, judgesNonces, source, destination);
    }

    /**
     * Returns the same options with or without verification.
     *
     * @param verifies true if the state is read after a lock, a start and a stop
     * @return the changed copy
     */
    public RequesterOptions withVerifiedState(boolean verifies) {
        return new RequesterOptions(portionSize, verifies, addressUnit, judgesNonces, source, destination);
    }

    /**
     * Returns the same options with another unit of pages.
     *
     * @param unit the unit of the pages in reports
     * @return the changed copy
     */
    public RequesterOptions withAddressUnit(MmioAddressUnit unit) {
        return new RequesterOptions(portionSize, verifiesState, unit, judgesNonces, source, destination);
    }

    /**
     * Returns the same options, with nonces judged or not, as for a device whose nonces are known to be poor.
     *
     * @param judges true if a lock is refused whose nonce cannot be random
     * @return the changed copy
     */
    public RequesterOptions withJudgedNonces(boolean judges) {
        return new RequesterOptions(portionSize, verifiesState, addressUnit, judges, source, destination);
    }

    /**
     * Returns the same options with other names.
     *
     * @param requester the requester's name in traces
     * @param responder the responder's name in traces
     * @return the changed copy
     */
    public RequesterOptions withNames(String requester, String responder) {
        return new RequesterOptions(portionSize, verifiesState, addressUnit, judgesNonces, requester, responder);
    }
}
