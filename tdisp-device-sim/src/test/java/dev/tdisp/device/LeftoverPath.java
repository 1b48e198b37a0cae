package dev.tdisp.device;

import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.HexFormat;
import java.util.List;

/** A way by which a byte of a guest could come out of a device; the device is the right one of two peers. */
enum LeftoverPath {
    /** BARs of all functions in every way that the link still has: memory, engine registers, MSI-X table and pending bits. */
    MEMORY {
        @Override
        Bytes look(Peers peers) {
            var observer = new Observer(peers.right());
            observer.memory();
            return observer.seen();
        }
    },
    /** Every register of configuration space, the header log of AER among them. */
    CONFIGURATION_SPACE {
        @Override
        Bytes look(Peers peers) {
            var observer = new Observer(peers.right());
            observer.configuration();
            return observer.seen();
        }
    },
    /** What lies in the mailbox, and its answer to a query. */
    DOE_MAILBOX {
        @Override
        Bytes look(Peers peers) {
            Bench bench = peers.right();
            var seen = WireWriter.create();
            for (long word : new long[] {1, 3, 0x200}) {
                seen.u32("before", bench.read(bench.pf(), "DOE Read Data Mailbox"));
                bench.write(bench.pf(), "DOE Write Data Mailbox", word);
            }
            bench.write(bench.pf(), "DOE Control", 0x8000_0000L);
            while ((bench.read(bench.pf(), "DOE Status") & 0x8000_0000L) != 0) {
                seen.u32("word", bench.read(bench.pf(), "DOE Read Data Mailbox"));
                bench.write(bench.pf(), "DOE Read Data Mailbox", 0);
            }
            return seen.toBytes();
        }
    },
    /** Every answer of TDISP that leaves the interface as it is, reports, vendors' answers and error data among them. */
    TDISP_ANSWERS {
        @Override
        Bytes look(Peers peers) {
            Bench bench = peers.right();
            String id = "0000%04x%s"
                    .formatted(Integer.reverseBytes(bench.vf(1).requesterId().value()) >>> 16, "0000" + "00".repeat(8));
            Bytes seen = Bytes.EMPTY;
            for (String request : List.of(
                    "81%s",
                    "82%s00000000",
                    "84%s0000ffff",
                    "85%s",
                    "86%s" + "00".repeat(32),
                    "88%s20",
                    "89%s20",
                    "8a%s00000101000000000001000004000200",
                    "8b%s00023412aabb",
                    "9d%s",
                    "84%s00")) {
                Bytes message = Bytes.fromHex("10" + request.formatted(id));
                for (long session : new long[] {Bench.SESSION, 7}) {
                    seen = seen.plus(bench.exchange(VendorProtocol.TDISP, session, message));
                }
            }
            return seen;
        }
    },
    /** The registers that IDE_KM tells, and all measurements. */
    IDE_KM_AND_MEASUREMENTS {
        @Override
        Bytes look(Peers peers) {
            var observer = new Observer(peers.right());
            observer.messages();
            return observer.seen();
        }
    },
    /** What the firmware remembers and says of itself. */
    FIRMWARE {
        @Override
        Bytes look(Peers peers) {
            Bytes seen = ReachableBytes.from(peers.right().device().firmware().running());
            for (MeasurementBlock block : peers.right()
                    .device()
                    .credentials()
                    .measurements()
                    .get()
                    .blocks(MeasurementHashAlgorithm.SHA_384, false)) {
                seen = seen.plus(block.value());
            }
            return seen;
        }
    },
    /** The engine, told to copy what is in the device out of it. */
    ENGINE {
        @Override
        Bytes look(Peers peers) {
            Bench bench = peers.right();
            DeviceFunction vf = bench.vf(1);
            bench.write(vf, "Command", 4);
            bench.set(vf, EngineRegister.FLAGS, 1, Way.CLEAR);
            for (int at : new int[] {0, 0x1000, 0x7_E000, 0xF_D000}) {
                bench.startCopy(vf, at, OUTSIDE + at, 0x1000, Way.CLEAR);
            }
            bench.set(vf, EngineRegister.FLAGS, 0, Way.CLEAR);
            return bench.host().at(OUTSIDE, 0x10_0000);
        }
    },
    /** A translation that is still remembered, and what is read through it. */
    TRANSLATIONS {
        @Override
        Bytes look(Peers peers) {
            DmaResult result = peers.right().vf(1).translatedDma().read(GuestData.PAGE, 32);
            return result.data();
        }
    },
    /** Interrupts, written over and raised. */
    INTERRUPTS {
        @Override
        Bytes look(Peers peers) {
            Bench bench = peers.right();
            DeviceFunction vf = bench.vf(1);
            bench.write(vf, "MSI-X Message Control", 0x8000);
            for (int vector = 0; vector < 4; vector++) {
                bench.writeMemory(vf.address(vf.bars().get(1)) + 16 * vector + 12, Bytes.filled(0, 4));
                vf.interrupts().raise(vector);
            }
            return link(bench);
        }
    },
    /** The other device, over the stream between the two. */
    PEER {
        @Override
        Bytes look(Peers peers) {
            Bench left = peers.left();
            if (left.tdi(left.vf(1)).machine().p2pStreams().isEmpty()) {
                left.stop(left.vf(1));
                left.run(left.vf(1), Peers.parameters(Peers.EVERY_BIT));
                Peers.requester(left, left.vf(1)).bindP2p(Peers.PEER_STREAM.value());
            }
            peers.translateToRight(0x2000);
            return left.vf(1).translatedDma().read(Peers.FROM, 32).data();
        }
    },
    /** Requests at the edges of what there is, whole completions with their headers, and what the device notes of them. */
    ERRORS {
        @Override
        Bytes look(Peers peers) {
            Bench bench = peers.right();
            long engine = Bench.engine(bench.vf(1));
            Bytes seen = Bytes.EMPTY;
            for (long at : new long[] {0x1FFC, 0x2FFC, 0xF_FFFC, 0x2004}) {
                var answer = bench.send(bench.frame(new MemoryRead(FakeHost.ROOT_PORT, 1, engine + at, 4), Way.CLEAR));
                seen = seen.plus(answer.map(completion -> completion.header().plus(completion.data()))
                        .orElse(Bytes.EMPTY));
            }
            return seen.plus(CONFIGURATION_SPACE.look(peers));
        }
    },
    /** Packets that come up of their own accord. */
    LINK {
        @Override
        Bytes look(Peers peers) {
            return link(peers.right());
        }
    },
    /** The events that the device recorded, as values and as text. */
    TRACE {
        @Override
        Bytes look(Peers peers) {
            var text = new StringBuilder();
            Bytes seen = Bytes.EMPTY;
            for (var event : peers.right().trace().events()) {
                text.append(event.summary()).append(event);
            }
            String digits = text.toString().toLowerCase(java.util.Locale.ROOT).replaceAll("[^0-9a-f]", "");
            for (int parity = 0; parity < 2; parity++) {
                int end = parity + (digits.length() - parity) / 2 * 2;
                seen = seen.plus(Bytes.of(HexFormat.of().parseHex(digits.substring(parity, end))));
            }
            return seen.plus(ReachableBytes.from(peers.right().trace().events()));
        }
    };

    private static final long OUTSIDE = 0x9_0000_0000L;

    private static Bytes link(Bench bench) {
        var observer = new Observer(bench);
        observer.link();
        return observer.seen();
    }

    /** Looks, and gives all bytes that were to be seen. */
    abstract Bytes look(Peers peers);
}
