package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IDE_KM at the device, by the bytes of its messages. */
class KeyManagementTest {
    private static final int GO = 4;
    private static final int STOP = 5;
    private static final String ONE = "00000000 01000000";
    private static final Bytes KEY = RandomSource.seeded(8).next(32);

    private final Bench bench = Bench.enumerated(2);

    private Bytes send(Bytes message) {
        return bench.exchange(VendorProtocol.IDE_KM, Bench.SESSION, message);
    }

    private Bytes keyProg(int slot, int port, Bytes key, String initialValue) {
        return Bytes.fromHex("02 00 00 10 00 %02x %02x".formatted(slot, port))
                .plus(key)
                .plus(Bytes.fromHex(initialValue));
    }

    private Bytes command(int code, int slot) {
        return Bytes.fromHex("%02x 00 00 10 00 %02x 00".formatted(code, slot));
    }

    private List<KeySlotState> slots() {
        var stream = bench.device().idePort().stream(Bench.STREAM).orElseThrow();
        return KeySlotId.all().stream().map(stream::slotState).toList();
    }

    private List<Long> registers() {
        return bench.ideKm(Bench.SESSION).query(0).registers();
    }

    private void configure() {
        bench.configureStream(0, Bench.STREAM, 1 << 22);
    }

    @Test
    @Tag("GAP-KM-01")
    @Tag("GAP-KM-02")
    @Tag("GAP-KM-03")
    @Tag("GAP-KM-26")
    void whatIsNoRequestGetsNoAnswerAndChangesNothing() {
        bench.secure();
        bench.run(bench.vf(1));
        List<Long> before = registers();
        var messages = new ArrayList<Bytes>();
        for (int object = 6; object <= 0xFF; object++) {
            messages.add(Bytes.fromHex("%02x 00 00 10 00 00 00".formatted(object)));
        }
        for (String other : new String[] {
            "00",
            "0000",
            "000000ff",
            "000001",
            "0400001000",
            "04000010002000 00",
            "0400001000 20 01",
            "0500001100 20 00",
            "04000010000c00",
            "0500001000 30 00"
        }) {
            messages.add(Bytes.fromHex(other));
        }

        for (Bytes message : messages) {
            assertThat(send(message)).as("%s", message).isEqualTo(Bytes.EMPTY);
        }
        assertThat(registers()).isEqualTo(before);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.readMemory(Bench.VF_BAR0, 4, Way.TRUSTED)).isPresent();
    }

    @Test
    @Tag("GAP-KM-04")
    @Tag("GAP-KM-05")
    @Tag("GAP-KM-06")
    @Tag("GAP-KM-40")
    void queryShowsTheRegistersAndDisturbsNobody() {
        Bench everything = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2)))
                .enumerate(2)
                .secure();
        everything.run(everything.vf(1));
        var ide = everything.device().physicalFunction().registers().ide();

        Bytes answer = everything.exchange(VendorProtocol.IDE_KM, Bench.SESSION, Bytes.fromHex("00 a5 00"));

        int images = (ide.size() - 4) / 4;
        assertThat(answer.size()).isEqualTo(7 + 4 * images);
        assertThat(answer.slice(0, 7)).isEqualTo(Bytes.fromHex("01 00 00 00 01 00 00"));
        var image = WireWriter.create();
        for (int at = 4; at < ide.size(); at += 4) {
            image.u32("register", everything.read(Bench.PF, ide.offset() + at, 4));
        }
        assertThat(answer.from(7)).isEqualTo(image.toBytes());
        assertThat(everything.state(everything.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(everything.readMemory(Bench.VF_BAR0, 4, Way.TRUSTED)).isPresent();
    }

    @Test
    @Tag("GAP-KM-07")
    @Tag("GAP-KM-34")
    void keyOfAnyOtherLengthIsNotStored() {
        configure();
        Bytes whole = keyProg(0x22, 0, KEY, ONE).plus(Bytes.filled(0, 17));
        for (int size = 1; size <= 64; size++) {
            if (size == 47) {
                continue;
            }
            Bytes answer = send(whole.slice(0, size));
            assertThat(answer.slice(0, 3)).as("%d bytes", size).isEqualTo(Bytes.fromHex("030000"));
            assertThat(answer.at(4)).isEqualTo(1);
            assertThat(answer.at(5)).isEqualTo(size > 5 ? 0x22 : 0);
        }
        assertThat(slots()).containsOnly(KeySlotState.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 00, 00000000 01000000, 0",
        "23, 00, 00000000 01000000, 0",
        "04, 00, 00000000 01000000, 3",
        "0c, 00, 00000000 01000000, 3",
        "30, 00, 00000000 01000000, 3",
        "80, 00, 00000000 01000000, 3",
        "00, 01, 00000000 01000000, 2",
        "00, ff, 00000000 01000000, 2",
        "00, 00, 00000000 00000000, 3",
        "00, 00, 00000000 02000000, 3",
        "00, 00, 01000000 00000000, 3",
        "00, 00, 01000000 01000000, 3",
        "00, 00, ffffffff ffffffff, 3"
    })
    @Tag("GAP-KM-08")
    @Tag("GAP-KM-09")
    @Tag("GAP-KM-11")
    @Tag("GAP-KM-34")
    void keyIsAcknowledgedWithItsFieldsAndTheRightStatus(String slot, String port, String initialValue, int status) {
        configure();
        Bytes message = keyProg(Integer.parseInt(slot, 16), Integer.parseInt(port, 16), KEY, initialValue)
                .with(1, 0xA5)
                .with(4, 0x5A);

        Bytes answer = send(message);

        assertThat(answer).isEqualTo(Bytes.fromHex("03 00 00 10 %02x %s %s".formatted(status, slot, port)));
        assertThat(slots().stream().filter(KeySlotState.PROGRAMMED::equals).count())
                .isEqualTo(status == 0 ? 1 : 0);
    }

    @Test
    @Tag("GAP-KM-10")
    void keyForAStreamOfNoBlockIsRefused() {
        configure();
        assertThat(send(keyProg(0, 0, KEY, ONE).with(3, 0x44)).at(4)).isEqualTo(3);
    }

    @Test
    @Tag("GAP-KM-12")
    @Tag("GAP-KM-16")
    @Tag("GAP-KM-14")
    void keyInUseIsNotReplacedAndARefusalHarmsNoTraffic() {
        bench.secure();
        bench.run(bench.vf(1));

        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            assertThat(send(keyProg(slot.code(), 0, KEY, ONE)).at(4)).isEqualTo(3);
        }
        assertThat(send(keyProg(1, 0, KEY, ONE)).at(4)).isZero();
        assertThat(send(keyProg(3, 0, KEY, ONE)).at(4)).as("the same key twice").isEqualTo(3);

        assertThat(bench.readMemory(Bench.VF_BAR0, 4, Way.TRUSTED)).isPresent();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-KM-13")
    void idleKeyIsReplaced() {
        configure();
        assertThat(send(keyProg(0, 0, KEY, ONE)).at(4)).isZero();
        assertThat(send(keyProg(0, 0, KEY.with(0, KEY.at(0) ^ 1), ONE)).at(4)).isZero();
        assertThat(send(keyProg(2, 0, KEY, ONE)).at(4))
                .as("the first key is free again")
                .isZero();
    }

    static List<KeySlotId> slotsOfOneSet() {
        return KeySlotId.of(KeySet.K0);
    }

    @ParameterizedTest
    @MethodSource("slotsOfOneSet")
    @Tag("GAP-KM-17")
    @Tag("GAP-KM-18")
    @Tag("GAP-KM-19")
    void onlySixStartedKeysMakeTheStreamSecure(KeySlotId last) {
        configure();
        assertThat(send(command(GO, last.code()))).as("no key is there").isEqualTo(Bytes.EMPTY);
        var random = RandomSource.seeded(last.code());
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            assertThat(send(keyProg(slot.code(), 0, random.next(32), ONE)).at(4))
                    .isZero();
            if (!slot.equals(last)) {
                assertThat(send(command(GO, slot.code())).at(0)).isEqualTo(6);
            }
        }
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        assertThat(bench.streamStatus(0)).isZero();

        assertThat(send(command(GO, last.code())).at(0)).isEqualTo(6);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(send(command(GO, last.code())).at(0)).isEqualTo(6);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("slotsOfOneSet")
    @Tag("GAP-KM-20")
    @Tag("GAP-KM-22")
    @Tag("GAP-KM-23")
    @Tag("GAP-KM-24")
    @Tag("GAP-KM-25")
    void stopOfAKeyInUseEndsTheInterfaceAndOfAnotherKeyDoesNot(KeySlotId slot) {
        bench.secure();
        bench.run(bench.vf(1));
        int other = slot.otherSet().code();

        assertThat(send(command(GO, other))).isEqualTo(Bytes.EMPTY);
        send(command(STOP, other));
        send(keyProg(other, 0, KEY, ONE));
        send(command(STOP, other));
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);

        send(command(STOP, slot.code()));

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(slots()).containsOnly(KeySlotState.EMPTY);
    }

    @Test
    @Tag("GAP-KM-27")
    @Tag("GAP-KM-28")
    @Tag("T-097")
    void keysAreRefreshedUnderLoadAgainAndAgain() {
        bench.secure();
        bench.run(bench.vf(1));
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        bench.host().put(Bench.HOST_BUFFER, Bytes.filled(0x21, 64));

        for (int i = 0; i < 300; i++) {
            keys.refresh(0, bench.hostStream(), Bench.SESSION);
            assertThat(bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 64, Way.TRUSTED))
                    .isEqualTo(2);
            bench.host().forgetReceived();
        }

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(bench.host().at(Bench.HOST_BUFFER + 0x1000, 64)).isEqualTo(Bytes.filled(0x21, 64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00 00", "02", "04 00 00 10 00 00 00", "05 00 00 10 00 00 00"})
    @Tag("GAP-KM-29")
    @Tag("T-096")
    void secondSessionIsNotHeardWhileTheFirstLives(String start) {
        bench.secure();
        bench.run(bench.vf(1));
        Bytes message = start.equals("02") ? keyProg(1, 0, KEY, ONE) : Bytes.fromHex(start);

        Bytes answer = bench.exchange(VendorProtocol.IDE_KM, 0x1234, message);

        assertThat(answer).isEqualTo(Bytes.EMPTY);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.readMemory(Bench.VF_BAR0, 4, Way.TRUSTED)).isPresent();
    }

    @Test
    @Tag("GAP-KM-33")
    void everySlotOfEveryStreamKeepsItsOwnKey() {
        configure();
        var other = new StreamId(0x20);
        bench.configureStream(1, other, 0);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        var random = RandomSource.seeded(33);
        for (StreamId id : List.of(Bench.STREAM, other)) {
            var stream = bench.device().idePort().stream(id).orElseThrow();
            var sent = new ArrayList<IdeKey>();
            for (KeySlotId slot : KeySlotId.all()) {
                IdeKey key = IdeKey.random(random);
                keys.program(0, id, slot, key);
                sent.add(key);
            }
            for (int i = 0; i < sent.size(); i++) {
                assertThat(stream.holdsElsewhere(sent.get(i), KeySlotId.all().get(i)))
                        .isFalse();
                assertThat(stream.holdsElsewhere(sent.get(i), KeySlotId.all().get((i + 1) % sent.size())))
                        .isTrue();
            }
        }
    }

    /** Messages are immutable, and nobody keeps one: what is left of a key once it is in use are its two slots. */
    @Test
    @Tag("GAP-KM-32")
    @Tag("P-089")
    void keyIsFoundInItsSlotsAloneAndInNoneOnceItIsStopped() {
        configure();
        bench.hostStream().configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        var env = new Env(bench.time(), bench.time(), RandomSource.seeded(55), Trace.none());
        var requester =
                new IdeKmRequester(message -> bench.exchange(VendorProtocol.IDE_KM, Bench.SESSION, message), env);
        RandomSource same = RandomSource.seeded(55);
        List<Bytes> keys = Stream.generate(() -> same.next(32)).limit(6).toList();

        requester.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K0);
        requester.startAll(0, bench.hostStream(), KeySet.K0);

        assertThat(keys).allSatisfy(key -> {
            assertThat(copies(bench.device(), key)).as("device").isEqualTo(1);
            assertThat(copies(bench.hostStream(), key)).as("host").isEqualTo(1);
            assertThat(copies(requester, key)).as("requester").isZero();
        });
        requester.stopAll(0, bench.hostStream(), KeySet.K0);
        assertThat(keys).allSatisfy(key -> {
            assertThat(copies(bench.device(), key)).as("device").isZero();
            assertThat(copies(bench.hostStream(), key)).as("host").isZero();
        });
    }

    /** Counts how often a key can be found from an object, in the order of a cipher or in that of the wire. */
    private static int copies(Object root, Bytes key) {
        String reachable = ReachableBytes.from(root).toHex();
        var onTheWire = WireWriter.create();
        WireReader words = WireReader.of(key);
        while (words.remaining() > 0) {
            onTheWire.u32BigEndian("word", words.u32("word"));
        }
        return count(reachable, key.toHex())
                + count(reachable, onTheWire.toBytes().toHex());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
