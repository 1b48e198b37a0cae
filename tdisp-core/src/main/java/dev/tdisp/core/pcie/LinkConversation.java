package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One end's half of a link between two processes, for one thread.
 *
 * <p>Calls nest, as they do on a link within one process: whoever waits for what comes back answers the calls that arrive
 * meanwhile. A device that reads memory while it takes a packet is such a case. What comes back therefore always belongs to
 * the last call, and needs no number.
 */
public final class LinkConversation {
    /** How many calls may wait for each other. */
    public static final int DEEPEST = 64;

    private final Consumer<Bytes> sender;
    private final Supplier<Bytes> receiver;
    private final UnaryOperator<LinkMessage> handler;
    private int depth;

    /**
     * Creates an end.
     *
     * @param sender sends a message
     * @param receiver waits for a message
     * @param handler answers a call of the other end
     */
    public LinkConversation(Consumer<Bytes> sender, Supplier<Bytes> receiver, UnaryOperator<LinkMessage> handler) {
        this.sender = sender;
        this.receiver = receiver;
        this.handler = handler;
    }

    /**
     * Calls the other end, and answers its calls until it answers.
     *
     * @param call the call
     * @return what comes back
     * @throws MalformedMessageException if the other end says something that is no message
     */
    public LinkMessage call(LinkMessage call) {
        enter();
        try {
            sender.accept(call.encode());
            while (true) {
                LinkMessage message = LinkMessage.decode(receiver.get());
                if (message.isReply()) {
                    return message;
                }
                sender.accept(handler.apply(message).encode());
            }
        } finally {
            depth--;
        }
    }

    /**
     * Waits for one call of the other end, and answers it.
     *
     * @throws MalformedMessageException if the other end says something else
     */
    public void serve() {
        LinkMessage message = LinkMessage.decode(receiver.get());
        if (message.isReply()) {
            throw new MalformedMessageException("Kind", 0, "nobody asked");
        }
        enter();
        try {
            sender.accept(handler.apply(message).encode());
        } finally {
            depth--;
        }
    }

    private void enter() {
        if (depth >= DEEPEST) {
            throw new MalformedMessageException("Kind", 0, "more than %d calls wait".formatted(DEEPEST));
        }
        depth++;
    }
}
