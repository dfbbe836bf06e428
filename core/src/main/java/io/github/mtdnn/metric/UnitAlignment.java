package io.github.mtdnn.metric;

import io.github.mtdnn.failure.DataFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the units of one run in another, which may have them in another order. */
final class UnitAlignment {
    private static final int SHOWN = 3;

    private UnitAlignment() {}

    /**
     * For each unit of the first run its place in the second.
     *
     * @throws DataFormatException unless both have the same units, each once
     */
    static int[] places(List<String> first, List<String> second) {
        Map<String, Integer> placesInFirst = placesOf("first", first);
        Map<String, Integer> placesInSecond = placesOf("second", second);
        List<String> onlyFirst = missing(first, placesInSecond);
        List<String> onlySecond = missing(second, placesInFirst);
        if (!onlyFirst.isEmpty() || !onlySecond.isEmpty()) {
            throw new DataFormatException(
                    ("the runs were not judged on the same examples: %s in the first run alone, %s"
                                    + " in the second alone. Compare runs on the same split of the"
                                    + " same data.")
                            .formatted(shown(onlyFirst), shown(onlySecond)));
        }
        return first.stream().mapToInt(placesInSecond::get).toArray();
    }

    private static Map<String, Integer> placesOf(String run, List<String> uids) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < uids.size(); i++) {
            Integer before = places.put(uids.get(i), i);
            if (before != null) {
                throw new DataFormatException(
                        ("the %s run has the uid \"%s\" twice, at rows %d and %d, so its examples"
                                        + " cannot be told apart. Give each row its own uid.")
                                .formatted(run, uids.get(i), before, i));
            }
        }
        return places;
    }

    private static List<String> missing(List<String> uids, Map<String, Integer> places) {
        List<String> missing = new ArrayList<>(uids);
        missing.removeIf(places::containsKey);
        return missing;
    }

    private static String shown(List<String> uids) {
        if (uids.isEmpty()) {
            return "0";
        }
        String first = String.join(", ", uids.subList(0, Math.min(SHOWN, uids.size())));
        return "%d (%s%s)".formatted(uids.size(), first, uids.size() > SHOWN ? ", …" : "");
    }
}
