package dev.tdisp.spdm.capture;

import java.util.List;

/**
 * All that a capture says.
 *
 * @param messages what each packet is, in order
 */
public record DecodedCapture(List<DecodedMessage> messages) {
    /**
     * Copies the list.
     *
     * @param messages what each packet is
     */
    public DecodedCapture {
        messages = List.copyOf(messages);
    }

    /**
     * Counts the secured records.
     *
     * @return how many packets belong to a session
     */
    public long records() {
        return messages.stream().filter(DecodedMessage::isRecord).count();
    }

    /**
     * Counts what was not understood.
     *
     * @return how many packets have a problem
     */
    public long undecoded() {
        return messages.stream().filter(message -> !message.isDecoded()).count();
    }

    /**
     * Counts what was not verified.
     *
     * @return how many packets have a verification that failed or was not possible
     */
    public long unverified() {
        return messages.stream().filter(message -> !message.isVerified()).count();
    }

    /**
     * Tells whether nothing is left open.
     *
     * @return true if every packet was decoded and verified
     */
    public boolean isComplete() {
        return undecoded() == 0 && unverified() == 0;
    }
}
