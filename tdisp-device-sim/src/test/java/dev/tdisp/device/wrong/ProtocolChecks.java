package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.ERROR_STATE;
import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.outcome;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.responder.VendorAnswer;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.tdi.VendorRequests;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What headers must look like, what must hold of what is advertised, and what a refusal or the past may leave behind. */
final class ProtocolChecks {
    private static final int VENDOR = 0x1234;
    private static final Bytes VENDORS_ERROR = Bytes.fromHex("0102");
    private static final String BAD_CONFIGURATION = "INVALID_DEVICE_CONFIGURATION";
    private static final String NOTHING = "";

    private ProtocolChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        headers(checks);
        promises(checks);
        refusals(checks);
        leftovers(checks);
        firmware(checks);
        return checks;
    }

    private static void headers(Map<String, Consumer<Probe>> checks) {
        checks.put(
                "T-009",
                p -> require(
                        p.raw(Bench.SESSION, "10850000" + "01010000" + "00".repeat(7))
                                .isEmpty(),
                        "answered"));
        checks.put("T-010", p -> {
            Bytes message = Bytes.fromHex("0510850000" + Probe.id(1));
            VendorProtocol tdisp = VendorProtocol.TDISP;
            var body = new VendorDefinedBody(tdisp.standardId(), tdisp.vendorId(), 0, message);
            var registry = p.bench.device().dsm().protocols().registry();
            require(registry.handle(Bench.SESSION, body).isEmpty(), "answered another protocol");
        });
        checks.put("T-011", p -> equal(p.ask(1, 0x82, "00000000").at(36), 0x1F));
        checks.put("T-012", p -> {
            equal(p.ask(1, 0x81, NOTHING).at(0), 0x10);
            equal(p.ask(1, 0x82, "00000000").at(0), 0x10);
            equal(p.report(1, 0, 4).at(0), 0x10);
        });
        checks.put("T-013", p -> {
            equal(p.report(1, 0, 4).at(1), 0x7F);
            equal(p.ask(1, 0x81, NOTHING).at(1), 0x01);
            equal(p.ask(1, 0x82, "00000000").at(1), 0x02);
            p.lock(1);
            equal(p.report(1, 0, 4).at(1), 0x04);
        });
        checks.put("T-017", p -> {
            Bytes response = p.raw(Bench.SESSION, "10820000" + "010100fe" + "00".repeat(12));
            equal(outcome(response), "ok");
        });
    }

    private static void promises(Map<String, Consumer<Probe>> checks) {
        checks.put("T-033", p -> {
            boolean isAdvertised = (p.ask(1, 0x82, "00000000").at(21) & 0x04) != 0;
            require(!isAdvertised || outcome(p.ask(1, 0x8A, "00".repeat(16))).equals(ERROR_STATE), "does not know it");
        });
        checks.put("T-136", p -> {
            equal(p.ask(1, 0x82, "00000000").at(42), 1);
            InterfaceId id = InterfaceId.of(p.vf(1).requesterId());
            var slot = p.bench.device().dsm().protocols().tdisp().occupy(id).orElseThrow();
            equal(outcome(p.ask(1, 0x82, "00000000")), "BUSY");
            slot.close();
            equal(outcome(p.ask(1, 0x82, "00000000")), "ok");
        });
        checks.put("T-147", p -> {
            VendorRequests failing = (session, target, data) -> new VendorAnswer.Failure(VENDORS_ERROR);
            Probe served = p.with(builder -> builder.vendor(VendorRequests.Vendor.ofPciSig(VENDOR), failing));
            Bytes response = served.ask(1, 0x8B, "00023412");
            equal(response.at(16), 0xFF);
            equal(response.at(20), response.size() - 24);
            equal(response.from(24), Bytes.fromHex("00023412").plus(VENDORS_ERROR));
        });
        checks.put("T-150", p -> {
            Probe later = p.built(profile -> profile.withTdisp(profile.tdisp().with(TdispSwitch.PCIE_7_0)));
            later.lock(1);
            equal(outcome(later.ask(2, 0x8C, "00000000")), ERROR_STATE);
        });
    }

    private static void refusals(Map<String, Consumer<Probe>> checks) {
        checks.put("T-046", p -> {
            Probe complete = p.built(profile -> profile.withLayout(DeviceProfile.COMPLETE.layout()));
            complete.bench.write(complete.bench.pf(), "Resizable BAR0 Control", 0x3F00);
            complete.unlock(0);
            equal(complete.lockOutcome(0), BAD_CONFIGURATION);
        });
        checks.put("T-047", p -> {
            DeviceLayout layout = DeviceProfile.SPEC.layout();
            Probe odd = p.built(profile ->
                    profile.withLayout(layout.withOptions(layout.options().withAnyPageSize(true))));
            odd.bench.write(odd.bench.pf(), "SR-IOV Control", 0);
            odd.bench.write(odd.bench.pf(), "System Page Size", 0x0004);
            odd.bench.enableVirtualFunctions(2);
            odd.unlock(1);
            equal(odd.lockOutcome(1), BAD_CONFIGURATION);
        });
        checks.put("T-048", p -> {
            Probe complete = p.built(profile -> profile.withLayout(DeviceProfile.COMPLETE.layout()));
            complete.bench.write(complete.bench.pf(), "TPH Requester Control", 0x0101);
            complete.unlock(0);
            equal(complete.lockOutcome(0), BAD_CONFIGURATION);
            complete.unlock(0);
            complete.bench.write(complete.bench.pf(), "TPH Requester Control", 0);
            complete.bench.write(complete.bench.pf(), "LN Requester Control", 3);
            equal(complete.lockOutcome(0), BAD_CONFIGURATION);
        });
    }

    private static void leftovers(Map<String, Consumer<Probe>> checks) {
        checks.put("T-050", p -> {
            equal(outcome(p.ask(1, 0x83, Probe.lockPayload(0, 0x22, 0))), "INVALID_REQUEST");
            equal(p.state(1), 0);
            require(p.bench.tdi(p.vf(1)).machine().binding().isEmpty(), "something is bound");
            equal(p.lockOutcome(1), "ok");
        });
        checks.put("T-056", p -> {
            p.lock(1);
            equal(p.lockOutcome(2), "ok");
            equal(p.state(1), 1);
        });
        checks.put("T-107", p -> {
            String nonce = p.lock(1);
            p.violate(1);
            require(!p.bench.tdi(p.vf(1)).machine().hasNonce(), "a nonce in ERROR");
            p.stop(1);
            p.unlock(1);
            p.lock(1);
            require(!outcome(p.ask(1, 0x86, nonce)).equals("ok"), "started with the nonce from before ERROR");
        });
        checks.put("T-108", p -> {
            p.run(1);
            p.violate(1);
            p.lockOutcome(1);
            require(p.state(1) == 3 || p.state(1) == 0, "ERROR was left upwards");
            p.ask(1, 0x86, "00".repeat(32));
            require(p.state(1) == 3 || p.state(1) == 0, "ERROR was left upwards");
        });
    }

    private static void firmware(Map<String, Consumer<Probe>> checks) {
        checks.put("T-112", p -> {
            var newer = new DeviceFirmware("1.1.0", 2, DeviceMode.IN_USE);
            p.lock(1, 1, 0);
            require(!p.bench.device().firmware().update(newer).isAccepted(), "updated beside a lock that forbids it");
            p.unlock(1);
            require(p.bench.device().firmware().update(newer).isAccepted(), "not updated when nobody minds");
        });
        checks.put("T-113", p -> {
            p.run(1);
            var older = new DeviceFirmware("0.9.0", 0, DeviceMode.IN_USE);
            boolean isAccepted = p.bench.device().firmware().update(older).isAccepted();
            require(!isAccepted || p.state(1) == 3, "older firmware beside a running interface");
        });
    }
}
