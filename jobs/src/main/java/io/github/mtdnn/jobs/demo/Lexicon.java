package io.github.mtdnn.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words of the demo. All are inflected regularly, by s, ed and ing, so that a vocabulary of
 * stems and endings covers every form, and an ending carries the number or tense by itself.
 */
final class Lexicon {
    static final List<Noun> ANIMALS =
            nouns("animal", "dog cat horse goat cow duck rabbit lion tiger bear eagle monkey");
    static final List<Noun> HUMANS =
            nouns(
                    "human",
                    "doctor teacher farmer singer baker pilot lawyer painter student soldier sailor"
                            + " driver");
    static final List<Noun> VEHICLES = nouns("vehicle", "car truck van boat train tractor wagon");
    static final List<Noun> TOOLS = nouns("tool", "hammer saw drill spade ladder shovel");
    static final List<Noun> FRUITS = nouns("fruit", "apple pear plum lemon banana melon");

    /** Those who act. */
    static final List<Noun> AGENTS = joined(ANIMALS, HUMANS);

    /** Those to whom something is done. */
    static final List<Noun> THINGS = joined(VEHICLES, TOOLS, FRUITS);

    static final List<String> KINDS = List.of("animal", "human", "vehicle", "tool", "fruit");

    /** What anybody can do to anything; all add s and ed. */
    static final List<String> VERBS =
            words(
                    "follow help visit warn greet call pull kick clean lift guard want paint trust"
                            + " join need");

    static final List<String> PLACES =
            words(
                    "garden kitchen park forest market station harbor school hospital museum village"
                            + " castle");
    static final List<String> ADJECTIVES =
            words(
                    "old young big small tall short red blue green black white heavy quiet clever"
                            + " hungry tired");
    static final List<String> ADVERBS = words("often always rarely sometimes usually slowly");

    static final List<String> SUBJECTS_OF_OPINION =
            words("film story ending music plot song book play actor scene novel show");
    static final List<String> GOOD =
            words(
                    "good great wonderful charming funny brilliant moving superb lovely fresh"
                            + " elegant honest warm excellent");
    static final List<String> BAD =
            words(
                    "bad dull awful boring clumsy terrible tedious stupid weak shallow flat lifeless"
                            + " poor silly");

    /** Function words and those of fixed phrases. */
    static final List<String> OTHERS =
            words(
                    "the a an this that these those some all no every many two is are was were be"
                            + " been not never hardly far from anything but by in near with to and or"
                            + " although though despite it its so too very quite rather really nobody"
                            + " everybody thinks says finds found did do does of being item touch certain world . ,");

    private Lexicon() {}

    /** Every word in its stem, without repetition, in a fixed order. */
    static List<String> stems() {
        return Stream.of(
                        OTHERS.stream(),
                        KINDS.stream(),
                        AGENTS.stream().map(Noun::word),
                        THINGS.stream().map(Noun::word),
                        VERBS.stream(),
                        PLACES.stream(),
                        ADJECTIVES.stream(),
                        ADVERBS.stream(),
                        SUBJECTS_OF_OPINION.stream(),
                        GOOD.stream(),
                        BAD.stream())
                .flatMap(words -> words)
                .distinct()
                .toList();
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static List<Noun> nouns(String kind, String text) {
        return words(text).stream().map(word -> new Noun(word, kind)).toList();
    }

    @SafeVarargs
    private static List<Noun> joined(List<Noun>... lists) {
        List<Noun> all = new ArrayList<>();
        for (List<Noun> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }
}
