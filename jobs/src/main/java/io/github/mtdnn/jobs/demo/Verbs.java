package io.github.mtdnn.jobs.demo;

/** Forms of the verbs, all regular. */
final class Verbs {
    private Verbs() {}

    /** She follows. */
    static String third(String stem) {
        return stem + "s";
    }

    /** She followed; she was followed. */
    static String past(String stem) {
        return stem + "ed";
    }
}
