package io.github.mtdnn.jobs.demo;

import java.util.Locale;

/** Spelling of sentences. */
final class Sentences {
    private Sentences() {}

    /** With a capital at its beginning and a full stop at its end. */
    static String sentence(String clause) {
        return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
    }
}
