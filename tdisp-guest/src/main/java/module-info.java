/** The guest and the lab where all parties meet. */
module dev.tdisp.guest {
    requires transitive dev.tdisp.host;
    requires static transitive org.jspecify;
}
