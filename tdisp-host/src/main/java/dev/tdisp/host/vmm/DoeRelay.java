package dev.tdisp.host.vmm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.DoeProtocol;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Carries the security manager's objects to the mailbox and back, as an untrusted party in the middle: it sees type, size and
 * ciphertext, and may change, drop or repeat what it carries.
 *
 * <p>For one thread at a time.
 */
public final class DoeRelay implements SpdmTransport {
    private static final String SELF = "vmm";
    private static final String DEVICE = "device";
    private static final int TYPE_OFFSET = 2;
    private static final int MEMORY = 1024;

    private final DoeMailbox mailbox;
    private final Env env;
    private final DoeTransport transport = new DoeTransport(this::carry);
    private final Deque<Relayed> seen = new ArrayDeque<>();
    private final RelayDeeds deeds = new RelayDeeds();
    private UnaryOperator<Bytes> requestTap = UnaryOperator.identity();
    private UnaryOperator<Bytes> responseTap = UnaryOperator.identity();

    /**
     * Creates an honest relay.
     *
     * @param mailbox the device's mailbox
     * @param env where objects are recorded
     */
    public DoeRelay(DoeMailbox mailbox, Env env) {
        this.mailbox = mailbox;
        this.env = env;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        return transport.exchange(request);
    }

    /**
     * Asks the mailbox for the protocols it speaks.
     *
     * @return the protocols, in the mailbox's order
     */
    public List<DoeProtocol> discover() {
        return transport.discover();
    }

    /**
     * Puts a hand on what goes to the device from now on.
     *
     * @param tap gives the object to carry instead; no bytes drop it
     */
    public void tapRequests(UnaryOperator<Bytes> tap) {
        requestTap = tap;
    }

    /**
     * Puts a hand on what comes from the device from now on.
     *
     * @param tap gives the object to carry instead; no bytes drop it
     */
    public void tapResponses(UnaryOperator<Bytes> tap) {
        responseTap = tap;
    }

    /**
     * Does something to the next object of a kind, once.
     *
     * @param which tells whether it is that object
     * @param deed what to do with it
     */
    public void next(Predicate<Relayed> which, RelayDeed deed) {
        deeds.add(which, deed);
    }

    /**
     * Returns what the relay holds.
     *
     * @return the objects, in the order in which they came
     */
    public List<Relayed> held() {
        return deeds.held();
    }

    /**
     * Lets a request go that was held: it reaches the device after those that came later.
     *
     * @param request a request that is held
     * @return what the device answers, which nobody waits for
     * @throws IllegalArgumentException if it is not held
     */
    public Bytes release(Relayed request) {
        deeds.release(request);
        return request.toDevice ? inject(request.object) : Bytes.EMPTY;
    }

    /**
     * Sends an object of the hypervisor's own, or one that it has seen before.
     *
     * @param object a data object
     * @return what the device answers; no bytes if it does not
     */
    public Bytes inject(Bytes object) {
        note(SELF, DEVICE, object);
        Bytes answer = mailbox.exchange(object);
        if (!answer.isEmpty()) {
            note(DEVICE, SELF, answer);
        }
        return answer;
    }

    /**
     * Returns what the relay has seen, as far as a curious hypervisor remembers.
     *
     * @return the objects in order, the last 1024 of them
     */
    public List<Relayed> seen() {
        return List.copyOf(seen);
    }

    /**
     * Carries one data object, by the taps.
     *
     * @param object the object
     * @return the response, or no bytes if there is none
     */
    public Bytes carry(Bytes object) {
        Bytes tapped = requestTap.apply(object);
        if (tapped.isEmpty()) {
            return Bytes.EMPTY;
        }
        var asked = new Relayed(true, typeOf(tapped), tapped);
        Optional<RelayDeed> deed = deeds.take(asked);
        Bytes request = deeds.carriedOn(asked, deed);
        if (request.isEmpty()) {
            return Bytes.EMPTY;
        }
        if (deed.filter(RelayDeed.Repeat.class::isInstance).isPresent()) {
            inject(request);
        }
        return back(inject(request));
    }

    private Bytes back(Bytes answer) {
        if (answer.isEmpty()) {
            return Bytes.EMPTY;
        }
        var answered = new Relayed(false, typeOf(answer), answer);
        Bytes carried = deeds.carriedOn(answered, deeds.take(answered));
        return carried.isEmpty() ? Bytes.EMPTY : responseTap.apply(carried);
    }

    private static int typeOf(Bytes object) {
        return object.size() > TYPE_OFFSET ? object.at(TYPE_OFFSET) : 0;
    }

    private void note(String from, String to, Bytes object) {
        int type = typeOf(object);
        remember(new Relayed(from.equals(SELF), type, object));
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.Message(
                            env.clock().instant(),
                            from,
                            to,
                            "DOE",
                            nameOf(type),
                            object.size() / 4 + " DW",
                            object,
                            FieldMap.NONE));
        }
    }

    private void remember(Relayed object) {
        seen.addLast(object);
        if (seen.size() > MEMORY) {
            seen.removeFirst();
        }
    }

    private static String nameOf(int type) {
        return switch (type) {
            case DoeObject.TYPE_DISCOVERY -> "DOE discovery";
            case DoeObject.TYPE_SPDM -> "CMA/SPDM";
            case DoeObject.TYPE_SECURED_SPDM -> "Secured CMA/SPDM";
            default -> "data object type " + type;
        };
    }

    /**
     * An object that was carried.
     *
     * @param toDevice false for a response
     * @param type the data object type
     * @param object all of it
     */
    public record Relayed(boolean toDevice, int type, Bytes object) {}
}
