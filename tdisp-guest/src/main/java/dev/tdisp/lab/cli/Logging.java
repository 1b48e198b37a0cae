package dev.tdisp.lab.cli;

/** Tells the runnable jar's logger whether to speak. It listens only before the first logger is made. */
final class Logging {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Logging() {}

    static void silence() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "off");
        }
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.log.io.netty", "warn");
    }

    static void show() {
        System.setProperty(LEVEL, "debug");
    }
}
