/**
 * The root port: the host's end of the link, with the other half of every IDE stream.
 *
 * <pre>
 *   processor --&gt; RootPort --&gt; IDE stream (T by mapping) --&gt; device
 *   memory &lt;-- Iommu &lt;-- RootPort (RID check) &lt;-- IDE stream or plain &lt;-- device
 * </pre>
 */
@NullMarked
package dev.tdisp.host.rootport;

import org.jspecify.annotations.NullMarked;
