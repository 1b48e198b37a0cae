/**
 * An SR-IOV device whose functions are TEE device interfaces.
 *
 * <p>Where to start: {@link dev.tdisp.device.SrIovDevice} and its builder; {@link dev.tdisp.device.DeviceProfile} says what it is,
 * {@link dev.tdisp.device.wrong.WrongDevice} what may be wrong with it, {@link dev.tdisp.device.remote.DeviceServer} puts it on
 * a socket.
 */
module dev.tdisp.device {
    requires transitive dev.tdisp.spdm;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.tdisp.device;
    exports dev.tdisp.device.config;
    exports dev.tdisp.device.cxl;
    exports dev.tdisp.device.doe;
    exports dev.tdisp.device.dsm;
    exports dev.tdisp.device.engine;
    exports dev.tdisp.device.function;
    exports dev.tdisp.device.ide;
    exports dev.tdisp.device.remote;
    exports dev.tdisp.device.tdi;
    exports dev.tdisp.device.wrong;
}
