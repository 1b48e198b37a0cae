package dev.tdisp.core.fault;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries a plan out.
 *
 * <p>Each message passes each of its hooks once. What is done is recorded in the trace. For one thread at a time.
 */
public final class FaultInjector {
    private static final int BITS_A_BYTE = 8;

    private final Env env;
    private final Consumer<FaultEffect.Act> actor;
    private final RandomSource random;
    private final List<Armed> faults = new ArrayList<>();
    private final Map<FaultPoint, Deque<Bytes>> passed = new EnumMap<>(FaultPoint.class);
    private int injected;

    /**
     * Creates an injector before the first message.
     *
     * @param plan what goes wrong
     * @param env its clock and trace; randomness comes from the plan's seed
     */
    public FaultInjector(FaultPlan plan, Env env) {
        this(plan, env, act -> {});
    }

    /**
     * Creates an injector before the first message, at a hook where there are acts.
     *
     * @param plan what goes wrong
     * @param env its clock and trace; randomness comes from the plan's seed
     * @param actor does the acts that it knows, and ignores the others
     */
    public FaultInjector(FaultPlan plan, Env env, Consumer<FaultEffect.Act> actor) {
        this.actor = actor;
        this.env = env;
        this.random = RandomSource.seeded(plan.seed()).forParty("faults");
        plan.faults().forEach(this::inject);
    }

    /**
     * Adds a fault, after those that are there. Its occasions are counted from now on.
     *
     * @param fault what goes wrong
     */
    public void inject(Fault fault) {
        faults.add(new Armed(fault));
    }

    /**
     * Tells whether nothing goes wrong here.
     *
     * @return true while there are no faults
     */
    public boolean isIdle() {
        return faults.isEmpty();
    }

    /**
     * Lets a message pass.
     *
     * @param point where it is
     * @param subject the message
     * @return what goes on from here: the message, usually; none, others or several, as the plan says
     */
    public List<Bytes> pass(FaultPoint point, FaultSubject subject) {
        Deque<Bytes> earlier = passed.computeIfAbsent(point, key -> new ArrayDeque<>());
        List<Bytes> messages = List.of(subject.bytes());
        for (Armed armed : List.copyOf(faults)) {
            Fault fault = armed.fault;
            if (fault.concerns(point, subject.name()) && isOccasion(fault, ++armed.occasions) && isDrawn(fault)) {
                note(fault, subject);
                messages = hurt(fault, messages, subject, List.copyOf(earlier));
            }
        }
        earlier.addFirst(subject.bytes());
        if (earlier.size() > FaultEffect.Replay.FURTHEST) {
            earlier.removeLast();
        }
        return messages;
    }

    /**
     * Returns how often a fault was injected.
     *
     * @return the number so far
     */
    public int injected() {
        return injected;
    }

    private static boolean isOccasion(Fault fault, int number) {
        return fault.occasion() == Fault.EACH_TIME || fault.occasion() == number;
    }

    private boolean isDrawn(Fault fault) {
        return fault.percent() == Fault.ALWAYS || draw(Fault.ALWAYS) < fault.percent();
    }

    private void note(Fault fault, FaultSubject subject) {
        injected++;
        if (env.trace().isEnabled()) {
            String text =
                    "%s injected into %s".formatted(fault, subject.name().isEmpty() ? "a record" : subject.name());
            env.trace().record(new TraceEvent.Note(env.clock().instant(), "fault", text));
        }
    }

    private List<Bytes> hurt(Fault fault, List<Bytes> messages, FaultSubject subject, List<Bytes> earlier) {
        if (fault.effect() instanceof FaultEffect.Act act) {
            actor.accept(act);
            return messages;
        }
        List<Bytes> changed = new ArrayList<>();
        for (Bytes message : messages) {
            changed.addAll(hurt(fault.effect(), message, subject, earlier));
        }
        return List.copyOf(changed);
    }

    private List<Bytes> hurt(FaultEffect effect, Bytes message, FaultSubject subject, List<Bytes> earlier) {
        if (effect instanceof FaultEffect.Drop) {
            return List.of();
        }
        if (effect instanceof FaultEffect.Duplicate duplicate) {
            return Collections.nCopies(duplicate.copies(), message);
        }
        if (effect instanceof FaultEffect.Replay replay) {
            return List.of(replay.back() <= earlier.size() ? earlier.get(replay.back() - 1) : message);
        }
        return List.of(changed(effect, message, subject));
    }

    private Bytes changed(FaultEffect effect, Bytes message, FaultSubject subject) {
        if (effect instanceof FaultEffect.Replace replace) {
            return replace.content();
        }
        if (effect instanceof FaultEffect.Truncate truncate) {
            return message.slice(0, Math.min(truncate.size(), message.size()));
        }
        if (effect instanceof FaultEffect.Append append) {
            return message.plus(append.tail());
        }
        if (effect instanceof FaultEffect.BreakMac && !message.isEmpty()) {
            return message.with(message.size() - 1, ~message.at(message.size() - 1) & 0xFF);
        }
        if (effect instanceof FaultEffect.Overwrite overwrite) {
            int offset = overwrite.offset() < 0 ? message.size() + overwrite.offset() : overwrite.offset();
            return overwritten(message, offset, overwrite.content());
        }
        if (effect instanceof FaultEffect.Set set) {
            Optional<Field> field = subject.fields().field(set.field());
            return field.map(found -> overwritten(message, found.offset(), fitting(set.content(), found)))
                    .orElse(message);
        }
        return effect instanceof FaultEffect.Flip flip ? flipped(message, flip.count()) : message;
    }

    private static Bytes fitting(Bytes content, Field field) {
        return content.slice(0, Math.min(content.size(), field.length()));
    }

    private static Bytes overwritten(Bytes message, int offset, Bytes content) {
        byte[] bytes = message.toArray();
        for (int i = 0; i < content.size(); i++) {
            if (offset + i >= 0 && offset + i < bytes.length) {
                bytes[offset + i] = (byte) content.at(i);
            }
        }
        return Bytes.of(bytes);
    }

    /** Inverts bits that the seed chooses, each at most once. */
    private Bytes flipped(Bytes message, int count) {
        byte[] bytes = message.toArray();
        List<Integer> bits = new ArrayList<>();
        while (bits.size() < Math.min(count, bytes.length * BITS_A_BYTE)) {
            int bit = draw(bytes.length * BITS_A_BYTE);
            if (!bits.contains(bit)) {
                bits.add(bit);
                bytes[bit / BITS_A_BYTE] ^= (byte) (1 << bit % BITS_A_BYTE);
            }
        }
        return Bytes.of(bytes);
    }

    private int draw(int bound) {
        Bytes drawn = random.next(Integer.BYTES);
        long number = drawn.at(0) | drawn.at(1) << 8 | drawn.at(2) << 16 | (long) drawn.at(3) << 24;
        return (int) (number % bound);
    }

    /** A fault, and how often it had occasion so far. */
    private static final class Armed {
        private final Fault fault;
        private int occasions;

        Armed(Fault fault) {
            this.fault = fault;
        }
    }
}
