package io.github.mtdnn.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The spelling of keys and choices in configuration files. */
final class Names {
    private Names() {}

    /** {@code maxSeqLength} → {@code max-seq-length}. */
    static String kebab(String componentName) {
        StringBuilder kebab = new StringBuilder();
        for (char letter : componentName.toCharArray()) {
            if (Character.isUpperCase(letter)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(letter));
        }
        return kebab.toString();
    }

    /** {@code ADAMAX_CLASSIC} → {@code adamax-classic}. */
    static String kebab(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The spellings of an enumeration's values, in their order. */
    static List<String> choices(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Names::kebab).toList();
    }

    /**
     * The candidate that was probably meant: the one of least edit distance, if that is small
     * against its length. Case, '-' and '_' do not count, so that {@code maxSeqLength} finds {@code
     * max-seq-length}.
     */
    static Optional<String> nearest(String found, Collection<String> candidates) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = editDistance(normal(found), normal(candidate));
            if (distance <= Math.max(2, candidate.length() / 3)
                    && distance < candidate.length()
                    && distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** " Did you mean x?", or nothing where no candidate is near. */
    static String didYouMean(String found, Collection<String> candidates) {
        return nearest(found, candidates).map(" Did you mean %s?"::formatted).orElse("");
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /**
     * Levenshtein's distance: insertions, deletions and replacements from one text to the other.
     */
    static int editDistance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                int replaced = above[column - 1] + (same ? 0 : 1);
                int insertedOrDeleted = Math.min(above[column], current[column - 1]) + 1;
                current[column] = Math.min(replaced, insertedOrDeleted);
            }
            above = current;
        }
        return above[to.length()];
    }
}
