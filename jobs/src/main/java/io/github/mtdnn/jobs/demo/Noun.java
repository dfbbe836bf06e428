package io.github.mtdnn.jobs.demo;

/**
 * A countable thing of the demo's world.
 *
 * @param word its singular; the plural adds an s
 * @param kind what it is one of, likewise a singular
 */
record Noun(String word, String kind) {

    String plural() {
        return word + "s";
    }

    /** With the indefinite article. */
    String any() {
        return article(word);
    }

    /** The kind, with the indefinite article. */
    String anyOfItsKind() {
        return article(kind);
    }

    private static String article(String word) {
        return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }
}
