package dev.tdisp.lab.render;

/**
 * A member of a line or of an object inside one.
 *
 * @param name its name
 * @param form what its value is
 * @param need whether it is there
 * @param meaning what it says
 */
record JsonMember(String name, Form form, Need need, String meaning) {
    /** What a value is. */
    enum Form {
        /** Any text. */
        TEXT("text"),
        /** Hexadecimal digits, two a byte. */
        HEX("text of hexadecimal digits, two a byte"),
        /** Hexadecimal digits of a number. */
        HEX_NUMBER("text of hexadecimal digits"),
        /** An instant. */
        INSTANT("text, an instant of ISO 8601"),
        /** A whole number from 0. */
        WHOLE("whole number"),
        /** A number of seconds. */
        SECONDS("number of seconds, to the nanosecond"),
        /** A list of texts. */
        TEXTS("list of texts"),
        /** An object of texts. */
        MAP("object of texts"),
        /** A list of fields. */
        FIELDS("list of fields"),
        /** A list of lanes. */
        LANES("list of lanes"),
        /** A list of parties. */
        PARTIES("list of parties"),
        /** A list of machines. */
        MACHINES("list of machines");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Whether a member is there. */
    enum Need {
        /** Always. */
        ALWAYS("always"),
        /** If there is something to say. */
        IF_KNOWN("if known"),
        /** Follows from others, and is there for readers; left out of what is read back. */
        DERIVED("derived");

        private final String words;

        Need(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static JsonMember always(String name, Form form, String meaning) {
        return new JsonMember(name, form, Need.ALWAYS, meaning);
    }

    static JsonMember ifKnown(String name, Form form, String meaning) {
        return new JsonMember(name, form, Need.IF_KNOWN, meaning);
    }

    static JsonMember derived(String name, Form form, String meaning) {
        return new JsonMember(name, form, Need.DERIVED, meaning);
    }
}
