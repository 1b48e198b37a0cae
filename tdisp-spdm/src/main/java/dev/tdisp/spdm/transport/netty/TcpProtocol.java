package dev.tdisp.spdm.transport.netty;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.PacketResponder;
import dev.tdisp.spdm.transport.TcpFrame;

/** The responder's end of the TCP binding (DSP0287), where it is the one that listens. */
final class TcpProtocol implements ServerProtocol {
    @Override
    public Reply answer(Bytes frame, PacketResponder responder) {
        TcpFrame request = TcpFrame.decode(frame);
        if (request.version() != TcpFrame.VERSION) {
            return error(TcpFrame.NOT_SUPPORTED);
        }
        return switch (request.type()) {
            case TcpFrame.SPDM, TcpFrame.SECURED ->
                responder.handle(frame).map(Reply::of).orElseGet(Reply::silence);
            case TcpFrame.ROLE_INQUIRY -> error(TcpFrame.NO_REQUESTER);
            case TcpFrame.TOO_LARGE, TcpFrame.NOT_SUPPORTED, TcpFrame.NO_REQUESTER, TcpFrame.NO_RESPONDER ->
                Reply.close();
            default -> error(TcpFrame.NOT_SUPPORTED);
        };
    }

    @Override
    public Reply tooLarge() {
        return error(TcpFrame.TOO_LARGE);
    }

    private static Reply error(int type) {
        return Reply.last(TcpFrame.of(type, Bytes.EMPTY).encode());
    }
}
