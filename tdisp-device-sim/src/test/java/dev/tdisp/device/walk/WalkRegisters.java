package dev.tdisp.device.walk;

import java.util.ArrayList;
import java.util.List;

/** Which writes to configuration space a locked interface survives, written down from section 11.2.6 by hand. */
final class WalkRegisters {
    /**
     * What is written, and then written back. Who: own for the interface of that function, all for every interface, msix for
     * the function's own if its table is locked, none for nobody.
     */
    private static final String TABLE = """
            E9  | PF | Command                      | 0404     | 0406 | own
            E10 | PF | BAR2                         | 01100000 | 01000000 | own
            E10 | PF | BIST                         | 40       | 0    | all
            E10 | PF | Expansion ROM Base Address   | 20000000 | 0    | own
            E12 | PF | Device Control               | 2837     | 2937 | all
            E12 | PF | Device Control               | 2137     | 2937 | all
            E12 | PF | Device Control 2             | 0        | 1000 | own
            E12 | PF | Device Control 3             | 4        | 0    | all
            E14 | PF | MSI-X Message Control        | c000     | 8000 | msix
            E14 | VF | MSI-X Message Control        | c000     | 8000 | msix
            E15 | PF | PASID Control                | 1        | 0    | all
            E15 | PF | ARI Control                  | 2        | 0    | all
            E15 | VF | ARI Control                  | 2        | 0    | own
            E15 | PF | EA Entry 0                   | 80ff0072 | 00ff0072 | own
            E16 | PF | Page Request Control         | 1        | 0    | all
            E16 | PF | Outstanding Page Request Allocation | 8 | 0    | all
            E16 | PF | VF BAR2                      | 02900000 | 02800000 | all
            E17 | PF | Multicast Control            | 1        | 0    | all
            E17 | PF | Multicast Receive (lower)    | 1        | 0    | all
            E20 | PF | Link Control                 | 40       | 0    | none
            E20 | PF | Max Snoop Latency            | 3        | 0    | none
            E21 | PF | Cache Line Size              | 10       | 0    | none
            E21 | PF | Interrupt Line               | 7        | 0    | none
            E21 | PF | Status                       | f900     | f900 | none
            E21 | VF | Status                       | f900     | f900 | none
            E21 | PF | Device Status                | 0f       | 0f   | none
            E21 | VF | Device Status                | 0f       | 0f   | none
            E21 | PF | Device Control               | 2917     | 2937 | none
            E21 | PF | Command                      | 0506     | 0406 | none
            E21 | PF | MSI Message Data             | 9        | 0    | none
            E21 | PF | Uncorrectable Error Mask     | 0        | 400000 | none
            E21 | PF | ACS Control                  | 4        | 0    | none
            E21 | VF | ACS Control                  | 4        | 0    | none
            E21 | PF | VPD Address                  | 4        | 0    | none
            E20 | PF | L1 PM Substates Control 1    | 5        | 0    | none
            E20 | PF | 32.0 GT/s Control            | 3        | 0    | none
            E21 | PF | PTM Control                  | 1        | 0    | none
            E22 | PF | VC0 Resource Control         | 1        | fe   | none
            E23 | PF | DPA Control                  | 1        | 0    | none
            E23b | PF | DPA Control                 | 2        | 0    | all
            E24 | PF | Vendor Scratch               | 1        | 0    | none
            E24 | VF | Vendor Scratch               | 1        | 0    | none
            E24 | PF | TPH Requester Control        | 100      | 0    | none
            """;

    static final List<Row> ROWS = rows();

    private WalkRegisters() {}

    /** A register that is written twice, so that it is as before. */
    record Row(String event, boolean isPhysical, String register, long changed, long back, String who) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : TABLE.split("\n")) {
            String[] words = line.trim().split("\\s*\\|\\s*");
            rows.add(new Row(
                    words[0],
                    words[1].equals("PF"),
                    words[2],
                    Long.parseLong(words[3], 16),
                    Long.parseLong(words[4], 16),
                    words[5]));
        }
        return List.copyOf(rows);
    }
}
