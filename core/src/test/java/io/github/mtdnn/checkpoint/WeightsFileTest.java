package io.github.mtdnn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterBlock;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.task.TaskType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsFileTest {
    private static final EncoderConfig ENCODER = encoder(11);
    private static final ParameterLayout LAYOUT = layout(ENCODER, 2);
    private static final float UNTOUCHED = -99;

    private final float[] parameters = new ParameterInitializer(0.02, 7).initialize(LAYOUT);
    private final float[] target = new float[parameters.length];

    /** What a test puts into its file: shape and values by the tensor's name. */
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private final Map<String, float[]> values = new LinkedHashMap<>();

    @BeforeEach
    void fillTheFileWithAllParameters() {
        Arrays.fill(target, UNTOUCHED);
        for (ParameterBlock block : LAYOUT.blocks()) {
            int from = Math.toIntExact(block.offset());
            int to = Math.toIntExact(block.end());
            put(block.name(), Arrays.copyOfRange(parameters, from, to), block.shape());
        }
    }

    @Test
    void readsWhatItWrote() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WeightsFile.write(
                out,
                LAYOUT,
                (offset, length) ->
                        Arrays.copyOfRange(parameters, (int) offset, (int) offset + length));

        WeightsFile.Report report = read(out.toByteArray(), LAYOUT);

        assertThat(target).isEqualTo(parameters);
        assertThat(report.initialised()).isEmpty();
        assertThat(report.ignored()).isEmpty();
    }

    @Test
    void readsTheNamesOfAPublishedBert() throws IOException {
        removeHead();
        // As google-bert/bert-base-uncased has them, beside others for other purposes.
        rename(name -> name.replace("LayerNorm.weight", "LayerNorm.gamma"));
        rename(name -> name.replace("LayerNorm.bias", "LayerNorm.beta"));
        put("cls.predictions.bias", new float[11], 11);
        put("cls.predictions.transform.LayerNorm.gamma", new float[8], 8);
        put("cls.seq_relationship.weight", new float[16], 2, 8);

        WeightsFile.Report report = read();

        assertThat(tensors).containsKey("bert.embeddings.LayerNorm.gamma");
        assertThatTheEncoderWasRead();
        assertThat(report.initialised()).containsExactly("heads.mood.weight", "heads.mood.bias");
        assertThat(report.ignored())
                .containsExactly(
                        "cls.predictions.bias",
                        "cls.predictions.transform.LayerNorm.gamma",
                        "cls.seq_relationship.weight");
    }

    @Test
    void readsThePublishedHeadIntoTheMaskedLmTaskThereIs() throws IOException {
        removeHead();
        put("cls.predictions.bias", new float[11], 11);
        put("cls.predictions.transform.LayerNorm.gamma", new float[8], 8);
        put("cls.predictions.decoder.weight", new float[88], 11, 8);
        HeadSpec head = new HeadSpec("mlm", TaskType.MASKED_LM, 11, 0);
        ParameterLayout maskedLm = new ParameterLayout(new NetworkSpec(encoder(11), List.of(head)));
        float[] flat = new float[(int) maskedLm.size()];
        Arrays.fill(flat, UNTOUCHED);

        WeightsFile.Report report =
                WeightsFile.read(
                        new ByteArrayInputStream(file()),
                        "model.safetensors",
                        maskedLm,
                        (offset, read) ->
                                System.arraycopy(read, 0, flat, (int) offset, read.length));

        for (String name : List.of("bias", "transform.LayerNorm.weight")) {
            ParameterBlock block = maskedLm.block("heads.mlm.predictions." + name);
            assertThat(Arrays.copyOfRange(flat, (int) block.offset(), (int) block.end()))
                    .containsOnly(0);
        }
        assertThat(report.ignored()).containsExactly("cls.predictions.decoder.weight");
        assertThat(report.initialised()).contains("heads.mlm.seq_relationship.weight");
    }

    @Test
    void readsTheNamesOfAnEncoderPublishedAlone() throws IOException {
        removeHead();
        rename(name -> name.replaceFirst("^bert\\.", ""));

        WeightsFile.Report report = read();

        assertThat(tensors).containsKey("encoder.layer.0.attention.self.query.weight");
        assertThatTheEncoderWasRead();
        assertThat(report.ignored()).isEmpty();
    }

    @Test
    void leavesThePoolerAsItIsWhereTheFileHasNone() throws IOException {
        tensors.keySet().removeIf(name -> name.startsWith("bert.pooler."));

        WeightsFile.Report report = read();

        assertThat(report.initialised())
                .containsExactly("bert.pooler.dense.weight", "bert.pooler.dense.bias");
        assertThat(valuesOf("bert.pooler.dense.bias")).containsOnly(UNTOUCHED);
    }

    @Test
    void refusesAFileThatLacksAParameterOfTheEncoder() {
        tensors.remove("bert.encoder.layer.0.output.dense.bias");

        assertRefused(
                "model.safetensors lacks 1 of the encoder's parameters,"
                        + " bert.encoder.layer.0.output.dense.bias for one.",
                "Take weights and config.json of the same checkpoint");
    }

    @Test
    void refusesTheWeightsOfAnotherKindOfEncoder() {
        rename(name -> name.replaceFirst("^bert\\.", "roberta."));

        assertRefused("lacks 21 of the encoder's parameters");
    }

    @Test
    void refusesAnotherShape() {
        put("bert.encoder.layer.0.output.dense.weight", new float[16 * 8], 16, 8);

        assertRefused(
                "model.safetensors: tensor bert.encoder.layer.0.output.dense.weight [16, 8] has"
                        + " another shape than the network, [8, 16].",
                "Take weights, config.json and vocab.txt of the same checkpoint");
    }

    @Test
    void refusesWordEmbeddingsOfAnotherVocabulary() {
        ParameterLayout larger = layout(encoder(12), 2);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(file(), larger))
                .withMessageContaining(
                        "bert.embeddings.word_embeddings.weight [11, 8] has another shape than the"
                                + " network, [12, 8]")
                .withMessageContaining("vocab.txt of the same checkpoint");
    }

    @Test
    void refusesATaskHeadOfAnotherNumberOfLabels() {
        ParameterLayout threeLabels = layout(ENCODER, 3);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(file(), threeLabels))
                .withMessageContaining("heads.mood.weight [2, 8] has another shape than the")
                .withMessageContaining("task definitions with its numbers of labels");
    }

    @Test
    void refusesAParameterUnderTwoNames() {
        put("bert.embeddings.LayerNorm.gamma", new float[8], 8);

        assertRefused(
                "tensors bert.embeddings.LayerNorm.weight and bert.embeddings.LayerNorm.gamma are"
                        + " the same parameter",
                "Remove one of them");
    }

    private void assertThatTheEncoderWasRead() {
        int end = Math.toIntExact(LAYOUT.shared().end());
        assertThat(Arrays.copyOf(target, end)).isEqualTo(Arrays.copyOf(parameters, end));
        assertThat(Arrays.copyOfRange(target, end, target.length)).containsOnly(UNTOUCHED);
    }

    private void assertRefused(String... messageParts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.getMessage()).contains(messageParts))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
    }

    private WeightsFile.Report read() throws IOException {
        return read(file(), LAYOUT);
    }

    private WeightsFile.Report read(byte[] file, ParameterLayout layout) throws IOException {
        return WeightsFile.read(
                new ByteArrayInputStream(file),
                "model.safetensors",
                layout,
                (offset, read) -> System.arraycopy(read, 0, target, (int) offset, read.length));
    }

    private byte[] file() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(
                out,
                List.copyOf(tensors.values()),
                Map.of("format", "pt"),
                tensor -> values.get(tensor.name()));
        return out.toByteArray();
    }

    private float[] valuesOf(String parameter) {
        ParameterBlock block = LAYOUT.block(parameter);
        return Arrays.copyOfRange(target, (int) block.offset(), (int) block.end());
    }

    private void put(String name, float[] numbers, long... shape) {
        tensors.put(name, new TensorInfo(name, shape));
        values.put(name, numbers);
    }

    private void rename(UnaryOperator<String> renaming) {
        for (TensorInfo tensor : List.copyOf(tensors.values())) {
            tensors.remove(tensor.name());
            put(renaming.apply(tensor.name()), values.get(tensor.name()), tensor.shape());
        }
    }

    private void removeHead() {
        tensors.keySet().removeIf(name -> name.startsWith("heads."));
    }

    /** One layer, hidden size 8. */
    private static EncoderConfig encoder(int vocabularySize) {
        return new EncoderConfig(vocabularySize, 8, 1, 2, 16, 10, 2, 0.1, 0.1, 0.02, 1e-12);
    }

    private static ParameterLayout layout(EncoderConfig encoder, int labels) {
        HeadSpec head = new HeadSpec("mood", TaskType.CLASSIFICATION, labels, 0.1);
        return new ParameterLayout(new NetworkSpec(encoder, List.of(head)));
    }
}
