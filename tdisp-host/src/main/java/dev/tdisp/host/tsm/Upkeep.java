package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.Timers.Deadline;
import dev.tdisp.core.trace.TraceEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * What a link needs while time passes: signs of life for the session (HEARTBEAT, half a period apart), and fresh keys for the
 * stream before they are too old ({@link KeyAgeing}).
 *
 * <p>A deadline may pass while an exchange is under way, for time passes in it; then the work is done after the exchange. What
 * fails is noted; a device that does not answer is found out by the session.
 */
final class Upkeep {
    private static final long MILLIS_PER_SECOND = 1000;

    private final DeviceLink link;
    private final Env env;
    private final KeyAgeing ageing;
    private Optional<Deadline> beat = Optional.empty();
    private Optional<Deadline> oldAge = Optional.empty();
    private boolean isBeatDue;
    private boolean isRefreshDue;
    private boolean isWorking;
    private boolean isOver;

    Upkeep(DeviceLink link, TsmOptions options, Env env) {
        this.link = link;
        this.ageing = options.keyAgeing();
        this.env = env;
        if (options.heartbeats()) {
            planBeat();
        }
    }

    private void planBeat() {
        int period = link.session().heartbeatPeriod();
        if (period > 0) {
            var half = Duration.ofMillis(period * MILLIS_PER_SECOND / 2);
            beat = Optional.of(env.timers().after(half, () -> {
                isBeatDue = true;
                planBeat();
                work();
            }));
        }
    }

    /** The stream has new keys: they begin to grow old. */
    void keyed() {
        oldAge.ifPresent(Deadline::cancel);
        oldAge = ageing.age()
                .map(age -> env.timers().after(age, () -> {
                    isRefreshDue = true;
                    work();
                }));
        isRefreshDue = false;
    }

    /** Does what is due, unless an exchange is under way. */
    void work() {
        if (isOver || isWorking || link.isBusy()) {
            return;
        }
        isWorking = true;
        try {
            beat();
            refresh();
        } catch (TsmException e) {
            note(e);
        } finally {
            isWorking = false;
        }
    }

    private void beat() {
        if (isBeatDue) {
            isBeatDue = false;
            link.session().heartbeat();
        }
    }

    private void refresh() {
        if ((isRefreshDue || link.packets() >= ageing.packets()) && link.isSecure()) {
            link.refreshKeys();
        }
    }

    private void note(TsmException e) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), "tsm", "upkeep: " + e.getMessage()));
        }
    }

    /** Forgets all deadlines. */
    void end() {
        isOver = true;
        beat.ifPresent(Deadline::cancel);
        oldAge.ifPresent(Deadline::cancel);
    }
}
