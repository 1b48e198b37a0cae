/**
 * The same flow in the words of platforms: which verb of the host and of the guest stands for which step, in which order a
 * guest's acceptance goes, and how the states of an interface are called.
 *
 * <p>A {@link dev.tdisp.host.platform.PlatformProfile} is data. {@link dev.tdisp.host.platform.PlatformStep} are the steps,
 * which no platform has a word for each of; {@link dev.tdisp.host.platform.PlatformView} tells a trace in a platform's words.
 *
 * <pre>
 *   step        Linux     SEV-TIO     TDX Connect      Arm CCA       CoVE-IO
 *   LOCK        bind      TDI_BIND    TDI bind         VDEV_LOCK     bind_interface
 *   START       guest_req TDI_BIND    TDI start        VDEV_START    start_interface
 * </pre>
 *
 * <p>Drafts and development trees are among the sources, so words may change; {@code docs/reference/platforms.md} shows all.
 */
@NullMarked
package dev.tdisp.host.platform;

import org.jspecify.annotations.NullMarked;
