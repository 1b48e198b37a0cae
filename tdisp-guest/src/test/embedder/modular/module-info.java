/** The same tests as a module. */
open module com.example.vmm {
    requires dev.tdisp.guest;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;
}
