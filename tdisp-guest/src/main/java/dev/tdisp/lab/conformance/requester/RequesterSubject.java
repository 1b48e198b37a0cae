package dev.tdisp.lab.conformance.requester;

import dev.tdisp.device.DeviceProfile;

/**
 * A requester under test: a host, a guest, or both. Whoever has one implements this, and the suite does the rest.
 *
 * <pre>{@code
 * RequesterSubject subject = new LabRequester();
 * ConformanceReport report = new Suite(RequesterCases.all()).run(new RequesterStand(subject), 1, CaseListener.NONE);
 * }</pre>
 */
public interface RequesterSubject {
    /**
     * Names it, for reports.
     *
     * @return the name
     */
    String name();

    /**
     * Says which device it is to meet.
     *
     * @return the profile: {@link DeviceProfile#SPEC}, whose streams have to be configured on the bus, unless said otherwise
     */
    default DeviceProfile profile() {
        return DeviceProfile.SPEC;
    }

    /**
     * Attaches to a device, takes an interface of it into use, and gives it back, as often as it is told to; gives up when
     * something is wrong, and cleans up.
     *
     * @param device the device, which nobody else has
     * @param rounds how often an interface is taken into use and given back; one may do it once only
     * @return what happened
     */
    Outcome attach(PlayedDevice device, int rounds);

    /**
     * What happened.
     *
     * @param kind how it ended
     * @param reason why, if that is known; may be empty
     */
    record Outcome(Kind kind, String reason) {
        /** How an attach ended. */
        public enum Kind {
            /** The device was taken into use. */
            ACCEPTED,
            /** It was not, or not any more, and the requester says so. */
            REFUSED,
            /** The requester went wrong itself. */
            CRASHED,
            /** The requester does not say. */
            UNKNOWN
        }
    }
}
