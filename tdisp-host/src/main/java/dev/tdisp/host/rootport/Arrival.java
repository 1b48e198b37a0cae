package dev.tdisp.host.rootport;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.Tlp;
import java.util.Optional;

/** A packet, how it came, and whether its sender may use that way. */
record Arrival(Tlp tlp, Optional<IdeStream> stream, boolean trusted, boolean associated) {}
