/** The guest and the lab where all parties meet. */
module dev.tdisp.guest {
    requires transitive dev.tdisp.device;
    requires transitive dev.tdisp.host;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires info.picocli;
    requires org.slf4j;
    requires static transitive org.assertj.core;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports dev.tdisp.lab;
    exports dev.tdisp.lab.assertion;
    exports dev.tdisp.lab.attack;
    exports dev.tdisp.lab.conformance;
    exports dev.tdisp.lab.conformance.spdm;
    exports dev.tdisp.lab.conformance.idekm;
    exports dev.tdisp.lab.conformance.remote;
    exports dev.tdisp.lab.conformance.requester;
    exports dev.tdisp.lab.conformance.report;
    exports dev.tdisp.lab.conformance.subject;
    exports dev.tdisp.lab.conformance.suites;
    exports dev.tdisp.lab.conformance.tdisp;
    exports dev.tdisp.lab.junit;
    exports dev.tdisp.lab.render;
    exports dev.tdisp.lab.script;

    opens dev.tdisp.lab.cli to
            info.picocli;

    exports dev.tdisp.guest;
    exports dev.tdisp.guest.attestation;
    exports dev.tdisp.guest.dma;
    exports dev.tdisp.guest.policy;
    exports dev.tdisp.guest.token;
}
