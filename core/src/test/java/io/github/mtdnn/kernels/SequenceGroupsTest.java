package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceGroupsTest {
    private final SequenceGroups groups = new SequenceGroups();

    @Test
    void putNeighboursTogetherUpToSixtyFourTokens() {
        assertThat(lengths(30, 34, 1, 63, 64, 2, 3)).isEqualTo(lists("30 34, 1 63, 64, 2 3"));
    }

    @Test
    void leaveLongSequencesAlone() {
        assertThat(lengths(65, 5, 128, 10, 20, 512)).isEqualTo(lists("65, 5, 128, 10 20, 512"));
    }

    @Test
    void knowWhereProbabilitiesBegin() {
        groups.of(PackedTokens.ofLengths(new Random(1), 9, 5, 3, 7), 2);
        assertThat(groups.start(0, 1)).isEqualTo(25);
        assertThat(groups.start(1, 0)).isEqualTo(50);
        assertThat(groups.start(2, 1)).isEqualTo(50 + 18 + 49);
        assertThat(groups.token(2)).isEqualTo(8);
    }

    private List<List<Integer>> lengths(int... lengths) {
        groups.of(PackedTokens.ofLengths(new Random(1), 9, lengths), 2);
        List<List<Integer>> all = new ArrayList<>();
        for (int group = 0; group < groups.count(); group++) {
            List<Integer> one = new ArrayList<>();
            for (int b = groups.first(group); b < groups.first(group + 1); b++) {
                one.add(groups.length(b));
            }
            all.add(one);
        }
        return all;
    }

    private static List<List<Integer>> lists(String text) {
        List<List<Integer>> all = new ArrayList<>();
        for (String group : text.split(", ")) {
            List<Integer> one = new ArrayList<>();
            for (String length : group.split(" ")) {
                one.add(Integer.valueOf(length));
            }
            all.add(one);
        }
        return all;
    }
}
