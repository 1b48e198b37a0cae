/** SPDM: messages, sessions, certificates and transports. */
module dev.tdisp.spdm {
    requires transitive dev.tdisp.core;
    requires static transitive org.jspecify;

    exports dev.tdisp.spdm.algorithm;
}
