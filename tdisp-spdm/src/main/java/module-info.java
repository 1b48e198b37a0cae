/** SPDM: messages, sessions, certificates and transports. */
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
