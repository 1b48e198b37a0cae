package dev.tdisp.core.pcie;

import java.util.Optional;

/**
 * The lower end of a link: a device with its functions.
 *
 * <p>For one thread at a time.
 */
public interface PcieDevice {
    /**
     * Plugs the device in.
     *
     * @param port the upper end of the link, to which the device sends its own requests
     */
    void connect(UpstreamPort port);

    /**
     * Reads a configuration register.
     *
     * @param function the function
     * @param offset of the first byte, 0 to FFFh
     * @param size 1, 2 or 4, naturally aligned
     * @return the value; all ones of the size if there is no such function
     * @throws IllegalArgumentException if offset and size are not those of a register
     */
    long configRead(RequesterId function, int offset, int size);

    /**
     * Writes a configuration register.
     *
     * @param function the function; without effect if there is none
     * @param offset of the first byte, 0 to FFFh
     * @param size 1, 2 or 4, naturally aligned
     * @param value the value
     * @throws IllegalArgumentException if offset and size are not those of a register, or the value does not fit
     */
    void configWrite(RequesterId function, int offset, int size, long value);

    /**
     * Takes a frame from the upper end.
     *
     * @param frame the frame
     * @return the completion of a non-posted request; nothing for a posted one, or if the frame was dropped. A frame that
     *     ends a unit of several non-posted requests has several: all but the last went to the other end before, in order
     */
    Optional<LinkFrame> receive(LinkFrame frame);

    /** Resets the whole device, as a hot reset or a power cycle does. */
    void conventionalReset();
}
