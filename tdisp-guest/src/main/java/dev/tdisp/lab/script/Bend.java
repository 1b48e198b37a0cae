package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes a correct message wrong: everything else in it stays right.
 *
 * <pre>{@code
 * peer.expectGetReport().respond(r -> r.set("MMIO_RANGE_COUNT", 0xFFFF));
 * }</pre>
 *
 * <p>Fields have the specification's names, as in an annotated dump. A value that does not fit, or a field that the message
 * has not, fails the script. Values are immutable: each word gives another one.
 */
public final class Bend {
    static final Bend NONE = new Bend(List.of());

    private static final FaultPoint POINT = FaultPoint.RESPONSE;
    private static final Set<String> SECRET = Set.of("START_INTERFACE_NONCE", "Key");

    private final List<Change> changes;

    private Bend(List<Change> changes) {
        this.changes = List.copyOf(changes);
    }

    /** One change: how it is called, and what it does to a message. */
    private record Change(String text, Maker maker) {}

    /** Makes the effect on a message; what the effect leaves open for a part of it, the dice decide. */
    @FunctionalInterface
    private interface Maker {
        FaultEffect make(FaultSubject message, Dice dice);
    }

    /** Carries an effect out on a message, as the seed decides. */
    @FunctionalInterface
    private interface Dice {
        Bytes hurt(FaultSubject message, FaultEffect effect);
    }

    /**
     * Gives a field another value.
     *
     * @param field the specification's name of the field, with those of the structures around it, joined by dots
     * @param value the value, little-endian in the message like all numbers of TDISP and IDE_KM
     * @return the changed copy
     */
    public Bend set(String field, long value) {
        return and("%s := %Xh".formatted(field, value), (message, dice) -> {
            Field found = find(message.fields(), field);
            boolean fits = found.length() >= Long.BYTES || value >>> (8 * found.length()) == 0;
            if (!fits) {
                throw new Mistake("%s: %Xh does not fit in %d bytes".formatted(field, value, found.length()));
            }
            var number = WireWriter.create();
            number.u64(field, value);
            Bytes content = number.toBytes().slice(0, Math.min(Long.BYTES, found.length()));
            return new FaultEffect.Overwrite(found.offset(), content);
        });
    }

    /**
     * Gives a field another content.
     *
     * @param field the specification's name of the field
     * @param content its bytes in wire order, from its first byte on
     * @return the changed copy
     */
    public Bend set(String field, Bytes content) {
        String shown = SECRET.contains(field) ? "(secret)" : content.toHex();
        return and("%s := %s".formatted(field, shown), (message, dice) -> {
            Field found = find(message.fields(), field);
            if (content.size() > found.length()) {
                throw new Mistake("%s: %d bytes do not fit in %d".formatted(field, content.size(), found.length()));
            }
            return new FaultEffect.Overwrite(found.offset(), content);
        });
    }

    /**
     * Gives the message another nonce.
     *
     * @param nonce the nonce, which may be destroyed afterwards
     * @return the changed copy
     */
    public Bend nonce(Nonce nonce) {
        return set("START_INTERFACE_NONCE", nonce.toBytes());
    }

    /**
     * Leaves the end of the message out.
     *
     * @param size how many bytes remain
     * @return the changed copy
     */
    public Bend truncate(int size) {
        return and(new FaultEffect.Truncate(size));
    }

    /**
     * Puts bytes behind the message.
     *
     * @param tail these bytes
     * @return the changed copy
     */
    public Bend append(Bytes tail) {
        return and(new FaultEffect.Append(tail));
    }

    /**
     * Inverts bits anywhere in the message, which the seed chooses.
     *
     * @param count how many different ones
     * @return the changed copy
     */
    public Bend flip(int count) {
        return and(new FaultEffect.Flip(count));
    }

    /**
     * Inverts bits of a field, which the seed chooses.
     *
     * @param field the specification's name of the field
     * @param count how many different ones
     * @return the changed copy
     */
    public Bend flip(String field, int count) {
        var flip = new FaultEffect.Flip(count);
        return and("%s: %s".formatted(field, flip), (message, dice) -> {
            Field found = find(message.fields(), field);
            Bytes content = message.bytes().slice(found.offset(), found.offset() + found.length());
            return new FaultEffect.Overwrite(found.offset(), dice.hurt(FaultSubject.of("", content), flip));
        });
    }

    boolean isNone() {
        return changes.isEmpty();
    }

    /** Bends a message; the seed decides what the changes leave open. */
    Bytes apply(FaultSubject message, Env env, long seed) {
        var quiet = new Env(env.clock(), env.timers(), env.random(), Trace.none());
        Dice dice = (hurt, effect) -> hurt(hurt, quiet, FaultPlan.of(seed, Fault.at(POINT, effect)));
        Fault[] faults = changes.stream()
                .map(change -> Fault.at(POINT, change.maker().make(message, dice)))
                .toArray(Fault[]::new);
        return hurt(message, quiet, FaultPlan.of(seed, faults));
    }

    private static Bytes hurt(FaultSubject message, Env env, FaultPlan plan) {
        return new FaultInjector(plan, env).pass(POINT, message).get(0);
    }

    private Bend and(FaultEffect effect) {
        return and(effect.toString(), (message, dice) -> effect);
    }

    private Bend and(String text, Maker maker) {
        List<Change> more = new ArrayList<>(changes);
        more.add(new Change(text, maker));
        return new Bend(more);
    }

    private static Field find(FieldMap fields, String name) {
        return fields.field(name).orElseThrow(() -> {
            String known = fields.fields().stream().map(Field::name).distinct().collect(Collectors.joining(", "));
            return new Mistake("there is no field '%s'; there are %s".formatted(name, known));
        });
    }

    /**
     * Says what is changed; never a nonce or a key.
     *
     * @return for example {@code MMIO_RANGE_COUNT := FFFFh}
     */
    @Override
    public String toString() {
        return changes.stream().map(Change::text).collect(Collectors.joining(", "));
    }
}
