package io.github.mtdnn.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each class of a split was predicted: which were taken for which, and how well each was found.
 *
 * @param confusion what occurred at least once
 * @param classes counts by name, of those that occur in labels or predictions
 */
public record ClassReport(List<Confused> confusion, Map<String, ClassCounts> classes) {

    /** Where no classes are predicted. */
    public static final ClassReport NONE = new ClassReport(List.of(), Map.of());

    /**
     * How often one class was predicted for another, or for itself.
     *
     * @param label name of the class that it is
     * @param prediction name of the class that was predicted
     */
    public record Confused(String label, String prediction, long count) {}

    /**
     * Reports classes.
     *
     * @param names of the classes, in the order of their indices
     */
    public static ClassReport of(ConfusionMatrix matrix, List<String> names) {
        List<Confused> confusion = new ArrayList<>();
        Map<String, ClassCounts> classes = new LinkedHashMap<>();
        for (int label = 0; label < matrix.numClasses(); label++) {
            for (int prediction = 0; prediction < matrix.numClasses(); prediction++) {
                long count = matrix.count(label, prediction);
                if (count > 0) {
                    confusion.add(new Confused(names.get(label), names.get(prediction), count));
                }
            }
            if (matrix.counts(label).occurs()) {
                classes.put(names.get(label), matrix.counts(label));
            }
        }
        return new ClassReport(confusion, classes);
    }

    /** The same confusion of tags, with types of entities in place of the tags that mark them. */
    public ClassReport withClasses(Map<String, ClassCounts> types) {
        return new ClassReport(confusion, types);
    }
}
