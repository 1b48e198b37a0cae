package dev.tdisp.spdm.transport.netty;

import dev.tdisp.spdm.transport.EmulatorTransport;
import java.util.Locale;

/**
 * What a frame on a socket is.
 *
 * @param style who defined it
 * @param transport what is in it
 */
public record Framing(Style style, EmulatorTransport transport) {
    /** Who defined a frame. */
    public enum Style {
        /** The reference emulator: a header of 12 bytes with a command, around packets of any transport. */
        EMULATOR,
        /** DSP0287: frames of the TCP binding, and nothing around them. */
        DSP0287
    }

    /**
     * Checks that the parts fit together.
     *
     * @param style who defined it
     * @param transport what is in it
     * @throws IllegalArgumentException if frames of DSP0287 are to carry something else than TCP
     */
    public Framing {
        if (style == Style.DSP0287 && transport != EmulatorTransport.TCP) {
            throw new IllegalArgumentException(
                    "transport: %s does not travel in frames of DSP0287".formatted(transport));
        }
    }

    /**
     * Returns the framing of the reference emulator.
     *
     * @param transport what is in a frame
     * @return the framing
     */
    public static Framing emulator(EmulatorTransport transport) {
        return new Framing(Style.EMULATOR, transport);
    }

    /**
     * Returns the framing of the TCP binding.
     *
     * @return the framing
     */
    public static Framing dsp0287() {
        return new Framing(Style.DSP0287, EmulatorTransport.TCP);
    }

    /**
     * Names the framing.
     *
     * @return for example {@code emulator/PCI_DOE}
     */
    @Override
    public String toString() {
        return style.name().toLowerCase(Locale.ROOT) + "/" + transport;
    }
}
