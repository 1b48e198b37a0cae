package dev.tdisp.device.tdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.IdePort;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.ide.IdeBlocks;
import java.util.List;
import org.junit.jupiter.api.Test;

class TdiSetTest {
    @Test
    void listOfInterfacesStaysAsItWas() {
        Bench bench = Bench.enumerated(2);
        PhysicalFunction function = bench.device().physicalFunction();
        IdePort port = bench.device().idePort();
        var set = new TdiSet(
                function, new IdeBlocks(function, port), port, DeviceProfile.SPEC.tdisp(), bench.env("device"));
        List<TeeDeviceInterface> before = set.interfaces();

        bench.write(bench.pf(), "SR-IOV Control", 0);

        assertThat(before).hasSize(3);
        assertThat(set.interfaces()).hasSize(1);
        assertThatThrownBy(() -> before.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> set.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
