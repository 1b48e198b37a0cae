package dev.tdisp.device.walk;

import static dev.tdisp.device.walk.WalkWorld.require;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A random walk whose sessions are real: every byte goes through the DOE mailbox, register by register. */
final class SessionWalk {
    private static final long NONE = -1;
    private static final long GO = 0x8000_0000L;
    private static final long READY = 0x8000_0000L;
    private static final int PERIOD = 5;
    private static final int REMEMBERED = 12;
    private static final DeviceProfile PROFILE =
            DeviceProfile.SPEC.withSpdm(SpdmProfile.TDISP.withHeartbeatPeriod(PERIOD));

    private final Random random;
    private final Bench bench = Bench.untraced(builder -> builder.profile(PROFILE));
    private final WalkModel model = new WalkModel();
    private final SpdmRequester spdm;
    private final RequesterSession[] sessions = new RequesterSession[2];
    private final long[] ids = {NONE, NONE};
    private final String[] lastNonces = new String[WalkModel.TDIS];
    private final Deque<String> done = new ArrayDeque<>();
    final Map<String, Integer> visited = new TreeMap<>();
    private boolean damages;

    SessionWalk(long seed) {
        random = new Random(seed);
        Arrays.fill(lastNonces, "00".repeat(32));
        var trust = CertificatePolicy.trusting(
                List.of(bench.device().credentials().identity().root()));
        spdm = new SpdmRequester(
                new DoeTransport(this::exchange), RequesterOptions.TDISP.withPolicy(trust), bench.env("tsm"));
        enumerate();
        connect();
    }

    private void enumerate() {
        bench.enumerate(WalkModel.TDIS - 1);
        model.restore();
    }

    private void connect() {
        spdm.connect();
        spdm.certificateChain(0);
    }

    /** Writes an object into the mailbox, and reads the answer out of it. */
    private Bytes exchange(Bytes object) {
        Bytes sent = damages ? object.with(object.size() / 2, object.at(object.size() / 2) ^ 1) : object;
        WireReader words = WireReader.of(sent);
        for (int i = 0; i < sent.size() / 4; i++) {
            bench.write(bench.pf(), "DOE Write Data Mailbox", words.u32("word"));
        }
        bench.write(bench.pf(), "DOE Control", GO);
        var answer = WireWriter.create();
        while ((bench.read(bench.pf(), "DOE Status") & READY) != 0) {
            answer.u32("word", bench.read(bench.pf(), "DOE Read Data Mailbox"));
            bench.write(bench.pf(), "DOE Read Data Mailbox", 0);
        }
        return answer.toBytes();
    }

    private DeviceFunction at(int tdi) {
        return tdi == 0 ? bench.pf() : bench.vf(tdi);
    }

    private IdeStream stream() {
        return bench.device().idePort().streams().get(0);
    }

    void step() {
        int index = random.nextInt(4) == 0 ? 1 : 0;
        int tdi = random.nextInt(WalkModel.TDIS);
        try {
            String event = event(index, tdi);
            done.addLast(event + "@" + index + "." + tdi);
            if (done.size() > REMEMBERED) {
                done.removeFirst();
            }
            check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "%s; last events: %s; now at %d.%d".formatted(e.getMessage(), done, index, tdi), e);
        }
    }

    private String event(int index, int tdi) {
        if (sessions[index] == null) {
            sessions[index] = spdm.startSession(SessionOptions.DEFAULT);
            ids[index] = sessions[index].id();
            return "OPEN";
        }
        if (!model.secure[0] && random.nextInt(3) == 0) {
            return key(index);
        }
        if (random.nextInt(3) > 0) {
            return onward(tdi);
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> request(index, tdi, "LOCK", "", 1 << 2 | random.nextInt(2));
            case 3, 4, 5 -> request(index, tdi, "START", lastNonces[random.nextInt(8) == 0 ? 0 : tdi], 0);
            case 6, 7 -> request(index, tdi, "STOP", "", 0);
            case 8 -> request(index, tdi, "STATE", "", 0);
            case 9 -> request(index, tdi, "REPORT", "", 0);
            case 10, 11 -> dma(tdi);
            case 12 -> harmless(index);
            default -> ending(index);
        };
    }

    /** What leads to where most can happen, over the session whose keys the stream has. */
    private String onward(int tdi) {
        int owner = ids[1] == model.keyOwner && ids[1] != NONE ? 1 : 0;
        if (sessions[owner] == null) {
            return "NOTHING";
        }
        return switch (model.state[tdi]) {
            case 0 -> request(owner, tdi, "LOCK", "", 1 << 2);
            case 1 -> request(owner, tdi, "START", lastNonces[tdi], 0);
            case 2 -> dma(tdi);
            default -> random.nextInt(3) == 0 ? request(owner, tdi, "STOP", "", 0) : dma(tdi);
        };
    }

    private void visit(String event, int tdi, String outcome) {
        visited.merge(event + " in " + model.state[tdi] + ": " + outcome, 1, Integer::sum);
    }

    private String request(int index, int tdi, String name, String nonce, int flags) {
        Bytes request =
                Bytes.fromHex(WalkRequests.bytes(name, at(tdi).requesterId().value(), nonce, 0, flags));
        Bytes response = sessions[index].vendor(VendorProtocol.TDISP, request);
        String outcome = WalkRequests.outcome(response);
        visit(name, tdi, outcome);
        String expected = model.request(name, tdi, ids[index], nonce, 0);
        require(outcome.equals(expected), "%s answered %s, the model says %s".formatted(name, outcome, expected));
        if (name.equals("LOCK") && outcome.equals("ok")) {
            lastNonces[tdi] = response.from(16).toHex();
            model.nonce[tdi] = lastNonces[tdi];
            model.frozen[tdi] = (flags & 1) != 0;
        }
        return name + " " + outcome;
    }

    private String key(int index) {
        IdeStream host = bench.hostStream();
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        host.disable();
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        host.configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        try {
            var keys = new IdeKmRequester(sessions[index].channel(VendorProtocol.IDE_KM), bench.env("tsm"));
            keys.query(0);
            keys.programAll(0, host, ids[index], KeySet.K0);
            keys.startAll(0, host, KeySet.K0);
        } catch (IdeKmException e) {
            require(model.keyOwner != NONE && model.keyOwner != ids[index], "keys of the owner were refused");
        }
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        host.enable();
        model.key(0, ids[index]);
        return "KEY";
    }

    private String dma(int tdi) {
        bench.host().forgetReceived();
        DmaResult result = at(tdi).dma().write(Bench.HOST_BUFFER, Bytes.filled(tdi, 8));
        boolean works = model.state[tdi] == 0 || model.state[tdi] == 2;
        visit("DMA", tdi, String.valueOf(works));
        require(result.isDone() == works, "DMA ended " + result.status());
        boolean isTrusted = model.state[tdi] == 2;
        require(bench.host().received().stream().allMatch(r -> r.trusted() == isTrusted), "T of a packet");
        return "DMA";
    }

    /** What a session does without an effect on any interface. */
    private String harmless(int index) {
        switch (random.nextInt(3)) {
            case 0 -> sessions[index].updateKey();
            case 1 -> sessions[index].updateAllKeys();
            default -> sessions[index].heartbeat();
        }
        return "HARMLESS";
    }

    private String ending(int index) {
        return switch (random.nextInt(5)) {
            case 0 -> silence(index);
            case 1 -> wrongMac(index);
            case 2 -> reset();
            case 3 -> newConnection();
            default -> endSession(index);
        };
    }

    private void countEnding(String ending) {
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            visit(ending, tdi, "");
        }
    }

    private String endSession(int index) {
        countEnding("END_SESSION");
        sessions[index].end();
        gone(index);
        return "END_SESSION";
    }

    /** Only the other session gives signs of life. */
    private String silence(int index) {
        countEnding("SILENCE");
        sessions[index].heartbeat();
        for (int i = 0; i < 3; i++) {
            if (sessions[1 - index] != null) {
                sessions[1 - index].heartbeat();
            }
            bench.time().advance(Duration.ofSeconds(PERIOD - 1));
        }
        gone(index);
        return "SILENCE";
    }

    private String wrongMac(int index) {
        countEnding("WRONG_MAC");
        damages = true;
        try {
            sessions[index].vendor(VendorProtocol.TDISP, Bytes.fromHex(WalkRequests.bytes("STOP", 0x100, "", 0, 0)));
            throw new AssertionError("a damaged record was answered");
        } catch (SpdmException e) {
            gone(index);
        } finally {
            damages = false;
        }
        return "WRONG_MAC";
    }

    private String reset() {
        countEnding("RESET");
        if (random.nextBoolean()) {
            bench.device().conventionalReset();
        } else {
            bench.device().hotReset();
        }
        model.conventionalReset();
        forgetSessions();
        bench.hostStream().disable();
        enumerate();
        connect();
        return "RESET";
    }

    private String newConnection() {
        countEnding("GET_VERSION");
        for (int i = 0; i < 2; i++) {
            model.sessionEnded(ids[i]);
        }
        forgetSessions();
        connect();
        return "GET_VERSION";
    }

    private void forgetSessions() {
        Arrays.fill(sessions, null);
        Arrays.fill(ids, NONE);
    }

    private void gone(int index) {
        model.sessionEnded(ids[index]);
        sessions[index] = null;
        ids[index] = NONE;
    }

    private void check() {
        if (bench.hostStream().isSecure() && !stream().isSecure()) {
            bench.hostStream().disable();
        }
        require(stream().isSecure() == model.secure[0], "the stream is not as the model says");
        require(!model.secure[0] || stream().keyedBy().orElse(NONE) == model.keyedBy[0], "the owner of the keys");
        var expected = LongStream.of(ids).filter(id -> id != NONE).boxed().collect(Collectors.toSet());
        var actual = Set.copyOf(bench.device().dsm().spdm().sessions());
        require(actual.equals(expected), "sessions %s, not %s".formatted(actual, expected));
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            var machine = bench.tdi(at(tdi)).machine();
            require(machine.state().code() == model.state[tdi], "TDI %d is %s".formatted(tdi, machine));
            require(machine.hasNonce() == (model.state[tdi] == 1), "a nonce outside CONFIG_LOCKED");
            boolean isSound = model.secure[0] && expected.contains(model.lockedBy[tdi]);
            require(!model.isLocked(tdi) || isSound, "locked without its session or stream");
        }
    }
}
