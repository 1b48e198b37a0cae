/** The guest and the lab where all parties meet. */
module dev.tdisp.guest {
    requires transitive dev.tdisp.host;
    requires dev.tdisp.device;
    requires info.picocli;
    requires static transitive org.jspecify;

    opens dev.tdisp.lab.cli to
            info.picocli;
}
