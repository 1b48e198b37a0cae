package dev.tdisp.spdm.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.requester.RequesterOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpdmProfileTest {
    private static final SpdmProfile PROFILE = SpdmProfile.TDISP;

    @Test
    void whatARequesterWouldRefuseIsNoProfile() {
        CapabilityFlags illegal = PROFILE.capabilities().with(Capability.MEAS_CAP, 3);

        assertThatThrownBy(() -> PROFILE.withCapabilities(illegal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MEASUREMENT_VALUE");
        assertThatThrownBy(PROFILE::withVersions).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PROFILE.withDataTransferSize(41)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PROFILE.withHeartbeatPeriod(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PROFILE.withMaximumSessions(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAResponderWouldRefuseAreNoOptions() {
        CapabilityFlags illegal = RequesterOptions.TDISP.capabilities().with(Capability.PSK_CAP, 2);

        assertThatThrownBy(() -> RequesterOptions.TDISP.withCapabilities(illegal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PSK_VALUE");
        assertThatThrownBy(() -> RequesterOptions.TDISP.withDataTransferSize(41))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeLeavesTheRestAsItIs() {
        SpdmProfile changed = PROFILE.withVersions(SpdmVersion.V1_2, SpdmVersion.V1_3)
                .withSecuredVersions(List.of(0x1100))
                .withMaximumSessions(1);

        assertThat(changed.versions()).containsExactly(SpdmVersion.V1_2, SpdmVersion.V1_3);
        assertThat(changed.securedVersions()).containsExactly(0x1100);
        assertThat(changed.capabilities()).isEqualTo(PROFILE.capabilities());
        assertThat(changed.withVersions(SpdmVersion.V1_2)
                        .withSecuredVersions(PROFILE.securedVersions())
                        .withMaximumSessions(4))
                .isEqualTo(PROFILE);
    }

    @Test
    void aSlotThatDoesNotExistCannotBeFilled() {
        Peers peers = Peers.usual();

        assertThatThrownBy(() -> SpdmResponder.builder(PROFILE, peers.env).slot(8, peers.identity))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
