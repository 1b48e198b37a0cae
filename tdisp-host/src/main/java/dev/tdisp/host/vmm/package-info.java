/**
 * The hypervisor: it enumerates and configures the device, relays what the security manager says to it, and places guests and
 * windows in memory.
 *
 * <p>Nobody trusts it. It sees configuration space, ciphertext and shared pages, and each of its powers is a method, so that
 * a test can use it at the wrong moment: {@link dev.tdisp.host.vmm.PfDriver#config} writes any register, the {@linkplain
 * dev.tdisp.host.vmm.DoeRelay relay} drops, changes and repeats objects.
 */
@NullMarked
package dev.tdisp.host.vmm;

import org.jspecify.annotations.NullMarked;
