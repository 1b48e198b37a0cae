/** An SR-IOV device whose functions are TEE device interfaces. */
module dev.tdisp.device {
    requires transitive dev.tdisp.spdm;
    requires static transitive org.jspecify;
}
