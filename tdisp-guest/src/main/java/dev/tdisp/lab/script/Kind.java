package dev.tdisp.lab.script;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.spdm.vendor.VendorProtocol;

/**
 * A kind of request.
 *
 * @param protocol TDISP or IDE_KM
 * @param name the specification's name
 * @param clause where the specification defines it
 * @param word what a script calls it
 */
record Kind(VendorProtocol protocol, String name, String clause, String word) {
    private static final String IDE_KM_CLAUSE = "IDE_KM 6.33.3";

    static Kind tdisp(RequestCode code, String word) {
        return new Kind(VendorProtocol.TDISP, code.name(), "TDISP " + code.clause(), word);
    }

    static Kind ideKm(String name, String word) {
        return new Kind(VendorProtocol.IDE_KM, name, IDE_KM_CLAUSE, word);
    }

    boolean is(Message message) {
        return message.protocol() == protocol && message.name().equals(name);
    }

    @Override
    public String toString() {
        return "%s  (%s)".formatted(name, clause);
    }
}
