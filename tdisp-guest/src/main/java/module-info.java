/**
 * The guest, and the lab where all parties meet. Start here: {@link dev.tdisp.lab.Lab} is a bench with device, host and guest.
 *
 * <pre>{@code
 * try (Lab lab = Lab.seeded(42)) {
 *     lab.attach(1).runTo(Milestone.RUNNING);
 *     lab.events().forEach(event -> System.out.println(TraceText.line(event)));
 * }
 * }</pre>
 *
 * <p>From there:
 *
 * <ul>
 *   <li>what can become of an interface: {@link dev.tdisp.lab.LifeCycle}, {@link dev.tdisp.lab.Disturbance}
 *   <li>how a guest decides: {@link dev.tdisp.guest.attestation.AppraisalPolicy}
 *   <li>views of what happened: {@link dev.tdisp.lab.render}
 *   <li>tests with a lab: {@link dev.tdisp.lab.junit}, {@link dev.tdisp.lab.assertion}
 *   <li>a host or a device of your own under test: {@link dev.tdisp.lab.script}, {@link dev.tdisp.lab.conformance}
 *   <li>attacks: {@link dev.tdisp.lab.attack.Attacks}
 *   <li>the command line: {@link dev.tdisp.lab.cli.Tdisp}
 * </ul>
 *
 * <p>The modules below: {@code dev.tdisp.core} (messages, state tables, IDE), {@code dev.tdisp.spdm}, {@code dev.tdisp.device},
 * {@code dev.tdisp.host}. The guide for newcomers is in {@code docs/guide} of the project.
 */
module dev.tdisp.guest {
    requires transitive dev.tdisp.device;
    requires transitive dev.tdisp.host;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
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
    exports dev.tdisp.lab.quiz;
    exports dev.tdisp.lab.render;
    exports dev.tdisp.lab.script;
    exports dev.tdisp.lab.teach;

    opens dev.tdisp.lab.cli to
            info.picocli;
    opens dev.tdisp.lab.quiz to
            com.fasterxml.jackson.databind;
    opens dev.tdisp.lab.teach to
            com.fasterxml.jackson.databind;
    opens dev.tdisp.lab.web to
            com.fasterxml.jackson.databind;

    exports dev.tdisp.guest;
    exports dev.tdisp.guest.attestation;
    exports dev.tdisp.guest.dma;
    exports dev.tdisp.guest.policy;
    exports dev.tdisp.guest.token;
}
