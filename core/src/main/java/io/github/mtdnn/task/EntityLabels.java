package io.github.mtdnn.task;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Labels of words that mark entities. */
public final class EntityLabels {
    /** Label of the pieces of a word after its first, in MT-DNN's files. */
    public static final String CONTINUATION = "X";

    private static final Set<String> OUTSIDE = Set.of("O", CONTINUATION, "CLS", "SEP");
    private static final Pattern INSIDE = Pattern.compile("[BIES]-.+");

    private EntityLabels() {}

    /** Whether a label marks no word of an entity, but one outside, a piece or a special. */
    public static boolean isOutside(String label) {
        return OUTSIDE.contains(label);
    }

    /** Whether a label is outside, or a B, I, E or S before a hyphen and the type of an entity. */
    public static boolean isOne(String label) {
        return isOutside(label) || INSIDE.matcher(label).matches();
    }

    /** Whether labels mark entities: all are such labels, and some have a type. */
    public static boolean mark(List<String> labels) {
        return labels.stream().allMatch(EntityLabels::isOne)
                && labels.stream().anyMatch(label -> !isOutside(label));
    }
}
