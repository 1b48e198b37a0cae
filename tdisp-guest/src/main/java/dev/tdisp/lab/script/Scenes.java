package dev.tdisp.lab.script;

/** What a script skips, in its own words. */
final class Scenes {
    private static final int KEYS = 6;

    private Scenes() {}

    static void skip(DeviceWords device, Scene scene) {
        switch (scene) {
            case SESSION_ESTABLISHED -> {
                // SPDM is honest beneath every script, so nothing needs to be said
            }
            case STREAM_SECURED -> {
                for (int i = 0; i < KEYS; i++) {
                    device.expectKeySetGo().eventually().respond();
                }
            }
            case LOCKED -> device.expectLockInterface().eventually().answer(Reaction.HONEST_UNTIL_GRANTED);
            case RUNNING -> {
                skip(device, Scene.LOCKED);
                device.expectStartInterface().eventually().answer(Reaction.HONEST_UNTIL_GRANTED);
            }
        }
    }
}
