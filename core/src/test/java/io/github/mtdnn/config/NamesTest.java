package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"'','',0", "abc,'',3", "kitten,sitting,3", "flaw,lawn,2", "same,same,0"})
    void editDistanceCountsInsertionsDeletionsAndReplacements(
            String from, String to, int distance) {
        assertThat(Names.editDistance(from, to)).isEqualTo(distance);
        assertThat(Names.editDistance(to, from)).isEqualTo(distance);
    }

    @Test
    void theNearestNameIsTheLeastDistantOneThatIsNearEnough() {
        List<String> names = List.of("epochs", "max-steps", "batch-size");
        assertThat(Names.nearest("maxSteps", names)).contains("max-steps");
        assertThat(Names.nearest("epoch", names)).contains("epochs");
        assertThat(Names.nearest("wholly-different", names)).isEmpty();
        assertThat(Names.nearest("x", List.of("ab"))).isEmpty();
    }

    @Test
    void kebabCaseOfComponentsAndEnumerations() {
        assertThat(Names.kebab("maxSeqLength")).isEqualTo("max-seq-length");
        assertThat(Names.kebab("beta1")).isEqualTo("beta1");
        assertThat(Names.kebab(Settings.OptimizerName.ADAMAX_CLASSIC)).isEqualTo("adamax-classic");
    }
}
