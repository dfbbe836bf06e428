package io.github.mtdnn.bench;

/** What holds of all that DJL binds. */
final class Djl {
    private Djl() {}

    /** DJL would report its use to its makers, and look for newer native libraries. */
    static void keepFromTheNetwork() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }
}
