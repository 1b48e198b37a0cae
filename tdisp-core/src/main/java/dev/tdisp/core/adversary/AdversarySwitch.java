package dev.tdisp.core.adversary;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A switch between a port and a device that passes everything on, until it is told to do otherwise.
 *
 * <p>A deed is done once, to the first packet that it is meant for. Configuration cycles and resets pass untouched. For one
 * thread at a time.
 */
public final class AdversarySwitch implements PcieDevice {
    private final PcieDevice device;
    private final List<Order> orders = new ArrayList<>();
    private final List<Passage> seen = new ArrayList<>();
    private final List<Passage> held = new ArrayList<>();
    private UpstreamPort upstream = frame -> Optional.empty();

    /**
     * Creates a switch that is honest for now.
     *
     * @param device what is below it
     */
    public AdversarySwitch(PcieDevice device) {
        this.device = device;
    }

    /**
     * Plans a deed.
     *
     * @param which the packet it is meant for: the first one that passes and fits
     * @param deed what is done to it
     * @return this
     */
    public AdversarySwitch next(Predicate<Passage> which, Deed deed) {
        orders.add(new Order(which, deed));
        return this;
    }

    /** Forgets the deeds that are not done yet. */
    public void behave() {
        orders.clear();
    }

    /**
     * Returns what passed, was held or was dropped.
     *
     * @return the packets, in order
     */
    public List<Passage> seen() {
        return List.copyOf(seen);
    }

    /**
     * Returns what is held.
     *
     * @return the packets, in order
     */
    public List<Passage> held() {
        return List.copyOf(held);
    }

    /**
     * Lets a packet go that was held, to where it was going. A completion that it leads to comes late: whoever asked does
     * not wait for it any more.
     *
     * @param passage the packet
     * @return that completion
     * @throws IllegalArgumentException if it is not held
     */
    public Optional<LinkFrame> release(Passage passage) {
        take(passage);
        return switch (passage.way()) {
            case TO_DEVICE -> {
                Optional<LinkFrame> late = device.receive(passage.frame());
                late.ifPresent(upstream::receive);
                yield late;
            }
            case TO_HOST -> {
                Optional<LinkFrame> late = upstream.receive(passage.frame());
                late.ifPresent(device::receive);
                yield late;
            }
            case ANSWER_TO_HOST -> upstream.receive(passage.frame());
            case ANSWER_TO_DEVICE -> device.receive(passage.frame());
        };
    }

    private void take(Passage passage) {
        if (!held.remove(passage)) {
            throw new IllegalArgumentException("%s is not held".formatted(passage));
        }
    }

    @Override
    public void connect(UpstreamPort port) {
        upstream = port;
        device.connect(this::fromDevice);
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
    public void conventionalReset() {
        device.conventionalReset();
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return request(frame, Way.TO_DEVICE, device::receive).flatMap(answer -> answer(answer, Way.ANSWER_TO_HOST));
    }

    private Optional<LinkFrame> fromDevice(LinkFrame frame) {
        return request(frame, Way.TO_HOST, upstream).flatMap(answer -> answer(answer, Way.ANSWER_TO_DEVICE));
    }

    private Optional<LinkFrame> request(LinkFrame frame, Way way, UpstreamPort target) {
        Passage passage = pass(frame, way);
        Optional<Deed> deed = deed(passage);
        if (deed.isEmpty()) {
            return target.receive(frame);
        }
        if (deed.get() instanceof Deed.Duplicate) {
            Optional<LinkFrame> first = target.receive(frame);
            target.receive(frame);
            return first;
        }
        if (deed.get() instanceof Deed.Reroute reroute) {
            return reroute.other().take(way, frame);
        }
        return instead(deed.get(), passage).flatMap(target::receive);
    }

    /** Takes a packet that another switch sends here. */
    private Optional<LinkFrame> take(Way way, LinkFrame frame) {
        return way == Way.TO_DEVICE ? device.receive(frame) : upstream.receive(frame);
    }

    private Optional<LinkFrame> answer(LinkFrame frame, Way way) {
        Passage passage = pass(frame, way);
        Optional<Deed> deed = deed(passage);
        if (deed.isEmpty()) {
            return Optional.of(frame);
        }
        if (deed.get() instanceof Deed.Duplicate) {
            held.add(passage);
            return Optional.of(frame);
        }
        if (deed.get() instanceof Deed.Reroute reroute) {
            reroute.other().take(way == Way.ANSWER_TO_HOST ? Way.TO_HOST : Way.TO_DEVICE, frame);
            return Optional.empty();
        }
        return instead(deed.get(), passage);
    }

    /** Returns what goes on in place of a packet. */
    private Optional<LinkFrame> instead(Deed deed, Passage passage) {
        if (deed instanceof Deed.Drop) {
            return Optional.empty();
        }
        held.add(passage);
        if (deed instanceof Deed.Swap swap) {
            take(swap.other());
            return Optional.of(swap.other().frame());
        }
        return Optional.empty();
    }

    private Passage pass(LinkFrame frame, Way way) {
        var passage = new Passage(seen.size() + 1L, way, frame);
        seen.add(passage);
        return passage;
    }

    private Optional<Deed> deed(Passage passage) {
        for (Iterator<Order> each = orders.iterator(); each.hasNext(); ) {
            Order order = each.next();
            if (order.which.test(passage)) {
                each.remove();
                return Optional.of(order.deed);
            }
        }
        return Optional.empty();
    }

    private record Order(Predicate<Passage> which, Deed deed) {}
}
