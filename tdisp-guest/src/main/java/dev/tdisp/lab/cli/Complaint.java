package dev.tdisp.lab.cli;

/** Says on one line why a command could not do its work. */
final class Complaint {
    private Complaint() {}

    /** Returns the reason, and the reason of that unless it is named already. */
    static String text(Exception failure) {
        String reason = String.valueOf(failure.getMessage());
        Throwable cause = failure.getCause();
        boolean isSaid = cause == null || cause.getMessage() == null || reason.contains(cause.getMessage());
        return isSaid ? reason : reason + ": " + cause.getMessage();
    }
}
