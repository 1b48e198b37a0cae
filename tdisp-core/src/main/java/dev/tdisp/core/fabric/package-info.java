/**
 * What lies between ports: a switch that leads packets from one device to another, or up to the host.
 *
 * <pre>
 *             host
 *              |
 *    +------ switch ------+       requests to a peer's window take the short way if the
 *    |                    |       access control of the port they come in by lets them
 *  device              device
 * </pre>
 *
 * <p>It reads headers and prefixes only, as they are in the clear; what streams seal it neither opens nor changes.
 */
@NullMarked
package dev.tdisp.core.fabric;

import org.jspecify.annotations.NullMarked;
