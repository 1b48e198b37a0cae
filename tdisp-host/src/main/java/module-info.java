/**
 * The host: untrusted hypervisor and trusted security manager.
 *
 * <p>Where to start: {@link dev.tdisp.host.tsm.TeeSecurityManager} speaks to the device and holds keys and gates;
 * {@link dev.tdisp.host.vmm.HypervisorVmm} configures and carries, and is hostile on request; {@link dev.tdisp.host.memory.HostMemory}
 * knows who owns a page; {@link dev.tdisp.host.platform.Platforms} has the words and orders of real platforms.
 */
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
