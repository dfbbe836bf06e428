package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.api.Test;

class EncoderConfigTest {

    @Test
    void knowsTheShapesOfTheBertFamily() {
        assertThat(EncoderConfig.preset(12, 768, 30522))
                .isEqualTo(
                        new EncoderConfig(30522, 768, 12, 12, 3072, 512, 2, 0.1, 0.1, 0.02, 1e-12));
    }

    @Test
    void refusesAHiddenSizeThatDoesNotDivideIntoItsHeads() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new EncoderConfig(9, 100, 2, 12, 8, 8, 2, 0, 0, 0.02, 1e-12))
                .withMessageContaining("hidden_size = 100")
                .withMessageContaining("num_attention_heads = 12")
                .withMessageContaining("96");
    }

    @Test
    void refusesSizesAndProbabilitiesOutOfRange() {
        EncoderConfig config = EncoderConfig.preset(2, 128, 100);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config.withDropout(1, 0))
                .withMessageContaining("hidden_dropout_prob = 1.0")
                .withMessageContaining("below 1");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> EncoderConfig.preset(0, 128, 100))
                .withMessageContaining("num_hidden_layers = 0")
                .withMessageContaining("1 or more");
    }

    @Test
    void refusesAHeadWhoseWidthDoesNotFitItsType() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new HeadSpec("stsb", TaskType.REGRESSION, 2, 0.1))
                .withMessageContaining("Task stsb")
                .withMessageContaining("2 classes")
                .withMessageContaining("exactly 1");
    }
}
