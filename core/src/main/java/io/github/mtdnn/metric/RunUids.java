package io.github.mtdnn.metric;

import io.github.mtdnn.failure.DataFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the examples, or units of them, of a run are called: by these they are found in another run,
 * which may have them in another order.
 *
 * @param run what the run is called in messages
 * @param uids in the order of the run
 */
public record RunUids(String run, List<String> uids) {
    private static final int SHOWN = 3;

    /**
     * For each uid its place in another run.
     *
     * @throws DataFormatException unless both have the same uids, each once
     */
    public int[] placesIn(RunUids other) {
        Map<String, Integer> places = places();
        Map<String, Integer> placesInOther = other.places();
        List<String> missing = missing(uids, placesInOther);
        List<String> missingHere = missing(other.uids, places);
        if (!missing.isEmpty() || !missingHere.isEmpty()) {
            throw new DataFormatException(
                    ("the runs were not judged on the same examples: %s in %s alone, %s in %s"
                                    + " alone. Compare runs on the same split of the same data.")
                            .formatted(shown(missing), run, shown(missingHere), other.run));
        }
        return uids.stream().mapToInt(placesInOther::get).toArray();
    }

    private Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < uids.size(); i++) {
            Integer before = places.put(uids.get(i), i);
            if (before != null) {
                throw new DataFormatException(
                        ("%s has the uid \"%s\" twice, at rows %d and %d, so its examples cannot"
                                        + " be told apart. Give each row its own uid.")
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
