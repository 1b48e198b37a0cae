package dev.tdisp.guest;

/** The registers of the engine, as its data sheet has them: the first page of BAR0. */
final class EngineRegisters {
    static final int IDENTITY = 0x00;
    static final int OPERATION = 0x08;
    static final int FLAGS = 0x0C;
    static final int SOURCE = 0x10;
    static final int DESTINATION = 0x18;
    static final int LENGTH = 0x20;
    static final int INTERRUPT = 0x24;
    static final int PATTERN = 0x28;
    static final int DOORBELL = 0x30;
    static final int STATUS = 0x34;
    static final int RESULT = 0x38;
    static final int FAULT = 0x40;
    static final int KEY = 0x60;
    static final int COUNTER = 0x80;

    static final long IS_ENGINE = 0x4541_4D44;
    static final long START = 1;
    static final long TRANSLATED = 4;
    static final long STATUS_BUSY = 1;
    static final long STATUS_DONE = 2;
    static final long RAISE_INTERRUPT = 1L << 31;

    private EngineRegisters() {}
}
