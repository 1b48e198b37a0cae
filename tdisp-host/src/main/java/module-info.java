/** The host: untrusted hypervisor and trusted security manager. */
module dev.tdisp.host {
    requires transitive dev.tdisp.spdm;
    requires static transitive org.jspecify;

    exports dev.tdisp.host.memory;
    exports dev.tdisp.host.platform;
    exports dev.tdisp.host.remote;
    exports dev.tdisp.host.rootport;
    exports dev.tdisp.host.tsm;
    exports dev.tdisp.host.vmm;
}
