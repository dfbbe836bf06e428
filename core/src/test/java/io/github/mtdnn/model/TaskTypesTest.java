package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with a head of each type: it trains, and reads the logits of each. */
class TaskTypesTest {
    private static final int PIECES = 40;
    private static final int[] LENGTHS = {5, 9, 3, 7};
    private static final EncoderConfig ENCODER =
            new EncoderConfig(PIECES, 16, 2, 2, 32, 12, 2, 0.1, 0.1, 0.2, 1e-12);
    private static final List<HeadSpec> HEADS =
            List.of(
                    new HeadSpec("classification", TaskType.CLASSIFICATION, 3, 0.1),
                    new HeadSpec("regression", TaskType.REGRESSION, 1, 0.1),
                    new HeadSpec("ranking", TaskType.RANKING, 1, 0.1),
                    new HeadSpec("span", TaskType.SPAN, 2, 0.1),
                    new HeadSpec("tags", TaskType.SEQUENCE_LABELING, 5, 0.1),
                    new HeadSpec("mlm", TaskType.MASKED_LM, PIECES, 0.1),
                    new HeadSpec("plain", TaskType.MASKED_LM, HeadForm.MTDNN, PIECES, 0.1));
    private static final NetworkSpec SPEC = new NetworkSpec(ENCODER, HEADS);
    private static final int RANKING = 2;
    private static final int SPAN = 3;
    private static final int TAGS = 4;
    private static final int MASKED_LM = 5;

    private final Kernels kernels = KernelsFactory.cpu(1, Precision.FLOAT32);
    private final ParameterLayout layout = new ParameterLayout(SPEC);
    private final Tensor parameters = flat();
    private final Tensor gradients = flat();
    private final Network network = new Network(SPEC, kernels, parameters, gradients, 4, 2);

    TaskTypesTest() {
        kernels.write(new ParameterInitializer(0.2, 1).initialize(layout), 0, parameters);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void trains(int task) {
        PackedBatch batch = batch(task);
        Trainer trainer = new Trainer(network, optimizer(AbsentHeads.LAZY), 1);
        double first = network.lossAndGradient(batch, 1, 0, 1);
        kernels.fill(gradients, 0);
        double last = 0;
        for (int step = 0; step < 60; step++) {
            last = trainer.step(List.of(batch), step, 0.01).loss();
        }
        assertThat(last).isLessThan(first / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void givesAsManyLogitsAsTheHeadSays(int task) {
        PackedBatch batch = batch(task);
        int outputs = HEADS.get(task).outputs(batch);
        float[] logits = new float[outputs + 1];
        logits[outputs] = 7;
        network.infer(batch, logits);
        assertThat(logits).doesNotContain(0);
        assertThat(logits[outputs]).isEqualTo(7);
        Network alone = Network.forInference(SPEC, kernels, parameters, 1); // its memory grows
        float[] again = new float[outputs + 1];
        again[outputs] = 7;
        alone.infer(batch, again);
        assertThat(again).isEqualTo(logits);
    }

    @Test
    void givesShapesByType() {
        int tokens = 5 + 9 + 3 + 7;
        int masked = 4;
        int[] outputs = {4 * 3, 4, 4, tokens * 2, tokens * 5, masked * PIECES + 4 * 2};
        for (int task = 0; task < outputs.length; task++) {
            assertThat(HEADS.get(task).outputs(batch(task))).isEqualTo(outputs[task]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesAbsentHeadsOnlyWhereAsked(AbsentHeads absentHeads) {
        Trainer trainer = new Trainer(network, optimizer(absentHeads), 1);
        trainer.step(List.of(batch(TAGS)), 0, 0.01);
        float[] before = read(parameters);
        trainer.step(List.of(batch(MASKED_LM)), 1, 0.01);
        float[] after = read(parameters);
        assertThat(changed(before, after, "heads.mlm.predictions.transform.dense.weight")).isTrue();
        assertThat(changed(before, after, "heads.tags.weight"))
                .isEqualTo(absentHeads == AbsentHeads.DENSE);
    }

    @Test
    void givesNoLossWhereNothingIsMaskedOrLabelled() {
        for (int task : new int[] {SPAN, TAGS, MASKED_LM}) {
            PackedBatch batch = new PackedBatch();
            batch.clear(task);
            batch.add(example(new Random(1), 4, Double.NaN));
            assertThat(network.lossAndGradient(batch, 1, 0, 1)).isZero();
        }
        assertThat(read(gradients)).containsOnly(0);
    }

    @Test
    void leavesOutAGroupOfEqualCandidates() {
        PackedBatch one = new PackedBatch();
        one.clear(RANKING);
        Random random = new Random(4);
        List<EncodedExample> pair = List.of(example(random, 4, 0), example(random, 6, 1));
        pair.forEach(candidate -> one.add(candidate.inGroup("a")));
        PackedBatch two = new PackedBatch();
        two.clear(RANKING);
        pair.forEach(candidate -> two.add(candidate.inGroup("a")));
        two.add(example(random, 3, 1).inGroup("b"));
        two.add(example(random, 3, 1).inGroup("b"));
        float[] logits = {0.25f, -1, 3, 4};
        float[] gradient = new float[4];
        RankingLoss loss = new RankingLoss("ranking");
        assertThat(loss.mean(logits, two, 1, gradient))
                .isEqualTo(loss.mean(logits, one, 1, new float[4]));
        assertThat(gradient[2]).isZero();
        assertThat(gradient[3]).isZero();
    }

    @Test
    void takesAnyOfTheBestCandidatesForRight() {
        PackedBatch batch = new PackedBatch();
        batch.clear(RANKING);
        Random random = new Random(4);
        for (int label : new int[] {1, 0, 1}) {
            batch.add(example(random, 3, label).inGroup("a"));
        }
        float[] logits = {(float) Math.log(3), (float) Math.log(4), 0};
        float[] gradient = new float[3];

        assertThat(new RankingLoss("ranking").mean(logits, batch, 1, gradient))
                .isCloseTo(Math.log(2), within(1e-6));
        assertThat(gradient).containsExactly(new float[] {-3f / 8, 1f / 2, -1f / 8}, within(1e-6f));
    }

    @Test
    void refusesCandidatesWithoutGroupOrLabel() {
        PackedBatch loose = new PackedBatch();
        loose.clear(RANKING);
        loose.add(example(new Random(1), 4, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.lossAndGradient(loose, 1, 0, 1))
                .withMessageContaining("no group");
        PackedBatch unlabelled = new PackedBatch();
        unlabelled.clear(RANKING);
        unlabelled.add(example(new Random(1), 4, Double.NaN).inGroup("a"));
        assertFails(unlabelled, "Task ranking: a candidate has no label");
    }

    @Test
    void refusesAnAnswerWhereNoneMayBe() {
        PackedBatch excluded = new PackedBatch();
        excluded.clear(SPAN);
        excluded.add(example(new Random(1), 3, Double.NaN).withSpan(span(1, 2, 0, -1, 2)));
        assertFails(excluded, "Task span: an answer begins or ends at token 1");
        PackedBatch outside = new PackedBatch();
        outside.clear(SPAN);
        outside.add(example(new Random(1), 3, Double.NaN).withSpan(span(2, 3, 0, 1, 2)));
        assertFails(outside, "at token 3 of an example of 3 tokens");
    }

    @Test
    void refusesAPieceThatTheVocabularyLacks() {
        PackedBatch batch = new PackedBatch();
        batch.clear(MASKED_LM);
        batch.add(example(new Random(1), 2, 0).withTokenLabels(new int[] {1, PIECES}));
        assertFails(batch, "piece 40, but the encoder has vocab_size = 40");
    }

    @Test
    void refusesAMaskedLmHeadOfAnotherVocabulary() {
        List<HeadSpec> heads = List.of(new HeadSpec("mlm", TaskType.MASKED_LM, 39, 0.1));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new NetworkSpec(ENCODER, heads))
                .withMessageContaining("39 classes")
                .withMessageContaining("40 pieces");
    }

    private void assertFails(PackedBatch batch, String message) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> network.lossAndGradient(batch, 1, 0, 1))
                .withMessageContaining(message)
                .withMessageContaining("repare");
    }

    /** Four examples, each with everything that any type of task asks for. */
    private static PackedBatch batch(int task) {
        Random random = new Random(3);
        PackedBatch batch = new PackedBatch();
        batch.clear(task);
        int classes = HEADS.get(task).numClasses();
        for (int b = 0; b < LENGTHS.length; b++) {
            int[] tokenLabels = new int[LENGTHS[b]];
            Arrays.fill(tokenLabels, EncodedExample.NO_LABEL);
            tokenLabels[1] = random.nextInt(classes);
            int[] firstChars = new int[LENGTHS[b]];
            firstChars[1] = EncodedExample.Span.OUTSIDE;
            batch.add(
                    example(random, LENGTHS[b], b % 2)
                            .inGroup("group" + b / 2)
                            .withTokenLabels(tokenLabels)
                            .withSpan(span(0, 2, firstChars)));
        }
        return batch;
    }

    /** An answer over tokens of which those that begin at character -1 are not of the text. */
    private static EncodedExample.Span span(int first, int last, int... firstChars) {
        return new EncodedExample.Span(first, last, firstChars, firstChars);
    }

    private static EncodedExample example(Random random, int length, double label) {
        int[] ids = random.ints(length, 0, PIECES).toArray();
        return new EncodedExample("u", ids, new int[length], label);
    }

    private Optimizer optimizer(AbsentHeads absentHeads) {
        return new Optimizer(
                new OptimizerSpec(
                        OptimizerName.ADAMW,
                        0.9,
                        0.999,
                        1e-6,
                        0.01,
                        1,
                        absentHeads,
                        IdleWords.DEFERRED),
                layout,
                kernels,
                parameters,
                gradients,
                flat(),
                flat());
    }

    private Tensor flat() {
        return kernels.allocate(1, (int) layout.size());
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, values, 0);
        return values;
    }

    private boolean changed(float[] before, float[] after, String name) {
        ParameterBlock block = layout.block(name);
        return !Arrays.equals(
                GoldenNetwork.numbers(before, block), GoldenNetwork.numbers(after, block));
    }
}
