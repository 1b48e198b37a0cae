package dev.tdisp.core.idekm;

import dev.tdisp.core.pcie.FunctionId;
import java.util.List;

/** What QUERY_RESP tells of a port; the device has it in its configuration space. */
public interface IdeKmRegisters {
    /**
     * Returns function 0 of a port, with the bus number it captured.
     *
     * @param portIndex the port
     * @return the function
     */
    FunctionId function(int portIndex);

    /**
     * Returns the IDE registers of a port as they are now.
     *
     * @param portIndex the port
     * @return IDE Capability, IDE Control, link blocks, selective blocks: the extended capability without its header
     */
    List<Long> registers(int portIndex);
}
