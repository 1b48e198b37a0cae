package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Front.Where.FUNCTION_0;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.device.SrIovDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Devices whose DOE mailbox is wrong. */
final class MailboxFaults {
    private static final int DOE = Places.MAILBOX;
    private static final int CONTROL = DOE + DoeCapability.CONTROL;
    private static final int STATUS = DOE + DoeCapability.STATUS;
    private static final int WRITE = DOE + DoeCapability.WRITE_MAILBOX;
    private static final int READ = DOE + DoeCapability.READ_MAILBOX;
    private static final long SPDM = 0x0001_0001;
    private static final long SECURED_SPDM = 0x0002_0001;
    private static final long DISCOVERY = 0x0000_0001;

    private MailboxFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(control(), objects(), answers(), interrupts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> control() {
        return List.of(
                of("SHOWS_GO", "P-041", "Go reads 1 after it was written.")
                        .behind(device -> new Front.Keeping(device, FUNCTION_0, CONTROL, DoeCapability.CONTROL_GO)),
                of("IGNORES_ABORT", "P-051", "Does not abort.").behind(device -> new Box(device) {
                    @Override
                    void control(long value) {
                        super.control(value & ~(long) DoeCapability.CONTROL_ABORT);
                    }
                }),
                of("GOES_IN_ERROR", "P-052", "Answers an object that was written in error.")
                        .behind(device -> new Box(device) {
                            @Override
                            void control(long value) {
                                boolean isStuck =
                                        isGo(value) && status(DoeCapability.STATUS_ERROR) && written.size() > 2;
                                if (isStuck) {
                                    pass(CONTROL, DoeCapability.CONTROL_ABORT);
                                    written.subList(written.size() - 3, written.size())
                                            .forEach(v -> pass(WRITE, v));
                                }
                                super.control(value);
                            }
                        }),
                of("ABORTS_ITS_INTERFACES", "P-057", "An abort of the mailbox is an error of its interfaces.")
                        .behind(device -> new Box(device) {
                            @Override
                            void control(long value) {
                                super.control(value);
                                if ((value & DoeCapability.CONTROL_ABORT) != 0) {
                                    device.interfaceOf(virtual(1)).machine().on(TdiEvent.DSM_FAILED);
                                }
                            }
                        }));
    }

    private static List<WrongDevice> objects() {
        return List.of(
                of("CALLS_WRONG_LENGTHS_ERRORS", "P-042", "Sets Error for an object of another length.")
                        .behind(device -> new Box(device) {
                            private boolean isWrong;

                            @Override
                            void control(long value) {
                                isWrong = isGo(value)
                                        && written.size() > 1
                                        && written.get(1) != 0
                                        && written.get(1) != written.size();
                                super.control(value);
                            }

                            @Override
                            long shown(int offset, long right) {
                                return offset == STATUS && isWrong ? right | DoeCapability.STATUS_ERROR : right;
                            }
                        }),
                of("TAKES_LENGTH_0_FOR_ANY", "P-043", "Takes length 0 for whatever length there is.")
                        .behind(device -> new Box(device) {
                            @Override
                            long append(long value) {
                                return written.size() == 1 && value == 0 ? 3 : value;
                            }
                        }),
                of("ANSWERS_UNKNOWN_TYPES", "P-044", "Takes objects of unknown types for discovery.")
                        .behind(device -> new Box(device) {
                            @Override
                            long append(long value) {
                                boolean isUnknown = written.isEmpty()
                                        && value != SPDM
                                        && value != SECURED_SPDM
                                        && value != DISCOVERY;
                                return isUnknown ? DISCOVERY : value;
                            }
                        }),
                of("REFUSES_DISCOVERY_2", "P-046", "Drops discovery of version 2.")
                        .behind(device -> new Box(device) {
                            @Override
                            void control(long value) {
                                boolean isVersion2 = written.size() == 3
                                        && written.get(0) == DISCOVERY
                                        && (written.get(2) & 0xFF00) == 0x0200;
                                super.control(isGo(value) && isVersion2 ? DoeCapability.CONTROL_ABORT : value);
                            }
                        }),
                of("TAKES_SHORT_WRITES", "P-047", "Takes writes of two bytes to the mailbox.")
                        .behind(device -> new Box(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isShort = offset == WRITE && size == 2;
                                super.configWrite(function, offset, isShort ? 4 : size, value);
                            }
                        }),
                of("MINDS_THE_PADDING", "P-055", "Drops objects whose padding is not zero.")
                        .behind(device -> new Box(device) {
                            @Override
                            void control(long value) {
                                boolean isPadded =
                                        written.size() == 4 && written.get(0) == SPDM && written.get(3) == 0xFFFF_FFFFL;
                                super.control(isGo(value) && isPadded ? DoeCapability.CONTROL_ABORT : value);
                            }
                        }));
    }

    private static List<WrongDevice> answers() {
        return List.of(
                of("HIDES_SECURED_SPDM", "P-045", "Discovery ends before secured SPDM.")
                        .behind(device -> new Box(device) {
                            @Override
                            long shown(int offset, long right) {
                                return offset == READ && right == 0x0201_0001L ? SPDM : right;
                            }
                        }),
                of("READS_ONCE", "P-048", "Shows each double word of an answer once.")
                        .behind(device -> new Box(device) {
                            private boolean isRead;

                            @Override
                            void take() {
                                isRead = false;
                            }

                            @Override
                            long shown(int offset, long right) {
                                long value = offset == READ && isRead ? 0 : right;
                                isRead |= offset == READ;
                                return value;
                            }
                        }),
                of("IS_DONE_TOO_SOON", "P-049", "Ready goes before the last double word is taken.")
                        .behind(device -> new Box(device) {
                            @Override
                            long shown(int offset, long right) {
                                return offset == STATUS && taken == 2 ? right & ~DoeCapability.STATUS_READY : right;
                            }
                        }),
                of("READS_ONES_WITHOUT_AN_ANSWER", "P-050", "The read mailbox is all ones while nothing is there.")
                        .behind(device -> new Box(device) {
                            @Override
                            long shown(int offset, long right) {
                                return offset == READ && !status(DoeCapability.STATUS_READY) ? 0xFFFF_FFFFL : right;
                            }
                        }),
                of("IS_READY_WITHOUT_AN_ANSWER", "P-056", "Is ready although a secured message got no answer.")
                        .behind(device -> new Box(device) {
                            private boolean isUnanswered;

                            @Override
                            void control(long value) {
                                boolean isSecured = !written.isEmpty() && written.get(0) == SECURED_SPDM;
                                super.control(value);
                                isUnanswered = isGo(value) && isSecured && !status(DoeCapability.STATUS_READY);
                            }

                            @Override
                            long shown(int offset, long right) {
                                return offset == STATUS && isUnanswered ? right | DoeCapability.STATUS_READY : right;
                            }
                        }));
    }

    private static List<WrongDevice> interrupts() {
        return List.of(
                of("NOTES_INTERRUPTS_UNASKED", "P-053", "Sets Interrupt Status without Interrupt Enable.")
                        .behind(device -> new Box(device) {
                            @Override
                            long shown(int offset, long right) {
                                boolean isReady = (right & DoeCapability.STATUS_READY) != 0;
                                return offset == STATUS && isReady && dword(CONTROL) == 0
                                        ? right | DoeCapability.STATUS_INTERRUPT
                                        : right;
                            }
                        }),
                of("CLEARS_INTERRUPTS_BY_ZEROS", "P-054", "Clears Interrupt Status where 0 is written.")
                        .behind(device -> new Front(device) {
                            @Override
                            public void configWrite(RequesterId function, int offset, int size, long value) {
                                boolean isZero = offset == STATUS && value == 0;
                                super.configWrite(
                                        function, offset, size, isZero ? DoeCapability.STATUS_INTERRUPT : value);
                            }
                        }));
    }

    /** Follows what is done with the mailbox. */
    private static class Box extends Front {
        /** The double words since the last Go. */
        final List<Long> written = new ArrayList<>();

        /** How many double words were taken since the last Go. */
        int taken;

        Box(SrIovDevice device) {
            super(device);
        }

        static boolean isGo(long value) {
            return (value & DoeCapability.CONTROL_GO) != 0;
        }

        boolean status(long bit) {
            return (dword(STATUS) & bit) != 0;
        }

        void pass(int offset, long value) {
            device.configWrite(self(), offset, 4, value);
        }

        /** Control is written. */
        void control(long value) {
            pass(CONTROL, value);
            written.clear();
            taken = 0;
        }

        /** A double word is written; returns what the device gets to see. */
        long append(long value) {
            return value;
        }

        /** A double word is taken. */
        void take() {}

        /** Returns what a register shows. */
        long shown(int offset, long right) {
            return right;
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            long right = super.configRead(function, offset, size);
            boolean isRegister = isFunction0(function) && (offset == READ || offset == STATUS) && size == 4;
            return isRegister ? shown(offset, right) : right;
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            if (!isFunction0(function) || size != 4) {
                super.configWrite(function, offset, size, value);
            } else if (offset == CONTROL) {
                control(value);
            } else if (offset == WRITE) {
                long seen = append(value);
                written.add(seen);
                super.configWrite(function, offset, size, seen);
            } else {
                if (offset == READ) {
                    take();
                    taken++;
                }
                super.configWrite(function, offset, size, value);
            }
        }
    }
}
