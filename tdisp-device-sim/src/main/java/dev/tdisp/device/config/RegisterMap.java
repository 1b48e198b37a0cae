package dev.tdisp.device.config;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which register has which bytes of a configuration space; functions that are built alike share one. */
final class RegisterMap {
    /** In place of an index: no register has the byte. */
    static final int NOBODY = -1;

    private final List<Register> registers;
    private final Map<Register, Integer> indexes = new IdentityHashMap<>();
    private final int[] owners = new int[ConfigurationSpace.SIZE];

    RegisterMap(List<Register> registers) {
        this.registers = List.copyOf(registers);
        Arrays.fill(owners, NOBODY);
        for (int index = 0; index < registers.size(); index++) {
            place(index);
        }
    }

    private void place(int index) {
        Register register = registers.get(index);
        indexes.put(register, index);
        for (int at = register.offset(); at < register.end(); at++) {
            if (owners[at] != NOBODY) {
                throw new IllegalArgumentException("%s and %s overlap at %xh"
                        .formatted(register.name(), registers.get(owners[at]).name(), at));
            }
            owners[at] = index;
        }
    }

    List<Register> registers() {
        return registers;
    }

    Register register(int index) {
        return registers.get(index);
    }

    /** The index of the register that has a byte, or {@link #NOBODY}. */
    int ownerOf(int offset) {
        return owners[offset];
    }

    int indexOf(Register register) {
        Integer index = indexes.get(register);
        if (index == null) {
            throw new IllegalArgumentException("no register " + register.name() + " here");
        }
        return index;
    }
}
