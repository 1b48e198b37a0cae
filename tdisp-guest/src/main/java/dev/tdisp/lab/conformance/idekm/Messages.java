package dev.tdisp.lab.conformance.idekm;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.lab.conformance.Scene;

/** Messages of IDE_KM with any values in their fields. */
final class Messages {
    static final int QUERY = 0;
    static final int QUERY_RESP = 1;
    static final int KEY_PROG = 2;
    static final int KP_ACK = 3;
    static final int K_SET_GO = 4;
    static final int K_SET_STOP = 5;
    static final int K_GOSTOP_ACK = 6;
    static final int KEY_PROG_SIZE = 47;
    static final int ACK_SIZE = 7;

    private static final int RESERVED_SIZE = 2;

    private Messages() {}

    static Bytes query(int port) {
        return Bytes.of((byte) QUERY, (byte) 0, (byte) port);
    }

    /** The fields that a request and its acknowledgement share. */
    static Bytes head(int objectId, Target target) {
        var out = WireWriter.create();
        out.u8("ObjectID", objectId);
        out.bytes("Reserved", Bytes.filled(0, RESERVED_SIZE));
        out.u8("StreamID", target.stream);
        out.u8("Reserved", 0);
        out.u8("Key/Sub-stream", target.code);
        out.u8("PortIndex", target.port);
        return out.toBytes();
    }

    /** KEY_PROG with a fresh key. */
    static Bytes keyProg(Scene scene, Target target, long initialValue) {
        var out = WireWriter.create();
        out.bytes("head", head(KEY_PROG, target));
        out.bytes("Key", scene.env().random().next(IdeKey.SIZE));
        out.u32("IFV high", initialValue >>> Integer.SIZE);
        out.u32("IFV low", initialValue & 0xFFFF_FFFFL);
        return out.toBytes();
    }

    static Bytes keyProg(Scene scene, Target target) {
        return keyProg(scene, target, 1);
    }

    /**
     * Which key is meant.
     *
     * @param port PortIndex
     * @param stream StreamID
     * @param code key set, direction and sub-stream
     */
    record Target(int port, int stream, int code) {
        static Target of(Scene scene, int port, KeySlotId slot) {
            return new Target(port, scene.subject().stream().value() + port & 0xFF, slot.code());
        }

        Target withCode(int other) {
            return new Target(port, stream, other);
        }

        Target withPort(int other) {
            return new Target(other, stream, code);
        }

        Target withStream(int other) {
            return new Target(port, other, code);
        }

        @Override
        public String toString() {
            return "port %d, stream %02Xh, key %02Xh".formatted(port, stream, code);
        }
    }
}
