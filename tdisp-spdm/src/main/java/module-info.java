/**
 * SPDM: messages, sessions, certificates and transports.
 *
 * <p>Where to start:
 *
 * <ul>
 *   <li>{@link dev.tdisp.spdm.requester.SpdmRequester}: connect, authenticate, measure, open a session
 *   <li>{@link dev.tdisp.spdm.responder.SpdmResponder}: answers; what it does where peers differ is its
 *       {@link dev.tdisp.spdm.responder.SpdmProfile}
 *   <li>{@link dev.tdisp.spdm.vendor.VendorRegistry}: how IDE_KM and TDISP travel in a session
 *   <li>{@link dev.tdisp.spdm.transport.netty}: both ends on sockets
 *   <li>{@link dev.tdisp.spdm.capture}: captures, and what is inside
 * </ul>
 */
module dev.tdisp.spdm {
    requires transitive dev.tdisp.core;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires org.slf4j;

    exports dev.tdisp.spdm.algorithm;
    exports dev.tdisp.spdm.capture;
    exports dev.tdisp.spdm.certificate;
    exports dev.tdisp.spdm.connection;
    exports dev.tdisp.spdm.crypto;
    exports dev.tdisp.spdm.measurement;
    exports dev.tdisp.spdm.message;
    exports dev.tdisp.spdm.requester;
    exports dev.tdisp.spdm.responder;
    exports dev.tdisp.spdm.session;
    exports dev.tdisp.spdm.transport;
    exports dev.tdisp.spdm.transport.netty;
    exports dev.tdisp.spdm.vendor;
}
