package io.github.mtdnn.model;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The network that a golden file describes, without dropout: its sizes from {@code in/config} and
 * the shapes, its parameters from {@code param/}, its batches from {@code in/}.
 */
final class GoldenNetwork implements AutoCloseable {
    final GoldenFile golden;
    final Kernels kernels;
    final NetworkSpec spec;
    final ParameterLayout layout;
    final Tensor parameters;
    final Tensor gradients;
    final Network network;

    /** With linear heads, as wide as {@code scoring_list}. */
    GoldenNetwork(GoldenFile golden, KernelsUnderTest kernels, TaskType... tasks) {
        this(golden, kernels, linearHeads(golden, tasks));
    }

    GoldenNetwork(GoldenFile golden, KernelsUnderTest kernels, List<HeadSpec> heads) {
        this.golden = golden;
        this.kernels = kernels.open();
        this.spec = new NetworkSpec(encoder(golden), heads);
        this.layout = new ParameterLayout(spec);
        this.parameters = flat();
        this.gradients = flat();
        write(initialParameters(), parameters);
        this.network = new Network(spec, this.kernels, parameters, gradients, 1, 1);
    }

    /** Zeros, one per parameter. */
    Tensor flat() {
        return kernels.allocate(1, Math.toIntExact(layout.size()));
    }

    void write(float[] values, Tensor flat) {
        kernels.write(values, 0, flat);
    }

    float[] read(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, values, 0);
        return values;
    }

    /** The numbers below {@code param/} in the order of the layout. */
    float[] initialParameters() {
        float[] flat = new float[Math.toIntExact(layout.size())];
        for (ParameterBlock block : layout.blocks()) {
            float[] values = golden.floats("param/" + goldenName(block));
            System.arraycopy(values, 0, flat, (int) block.offset(), values.length);
        }
        return flat;
    }

    /** Compares every gradient with the arrays below a prefix. */
    void assertGradientsMatch(String prefix) {
        float[] flat = read(gradients);
        for (ParameterBlock block : layout.blocks()) {
            golden.assertMatches(prefix + goldenName(block), numbers(flat, block));
        }
    }

    /**
     * Compares trained parameters with the arrays below a prefix, but for the biases of the keys:
     * their gradient is rounding noise, which the optimiser magnifies.
     */
    void assertTrainedMatch(String prefix, float[] flat) {
        for (ParameterBlock block : layout.blocks()) {
            if (!block.name().endsWith("key.bias")) {
                golden.assertMatches(prefix + goldenName(block), numbers(flat, block));
            }
        }
    }

    /** The one batch of a file, or some rows of it, with labels from {@code in/label}. */
    PackedBatch batch(int task, int fromRow, int toRow) {
        return batch(task, 0, fromRow, toRow);
    }

    /** Batch {@code index} of a file with many. */
    PackedBatch trainingBatch(int index) {
        return batch(golden.ints("in/task")[index], index, 0, golden.shape("in/input_ids")[1]);
    }

    private PackedBatch batch(int task, int index, int fromRow, int toRow) {
        int[] shape = golden.shape("in/input_ids");
        int length = shape[shape.length - 1];
        int rowsOfBatch = shape[shape.length - 2];
        int[] ids = golden.ints("in/input_ids");
        int[] types = golden.ints("in/token_type_ids");
        int[] mask = golden.ints("in/attention_mask");
        double[] labels = new double[ids.length / length];
        if (golden.has("in/label") && golden.doubles("in/label").length == labels.length) {
            labels = golden.doubles("in/label");
        }
        PackedBatch batch = new PackedBatch();
        batch.clear(task);
        for (int row = fromRow; row < toRow; row++) {
            int example = index * rowsOfBatch + row;
            int from = example * length;
            int tokens = Arrays.stream(mask, from, from + length).sum();
            batch.add(ids, types, from, tokens, labels[example]);
        }
        return batch;
    }

    /**
     * The one batch of a file with labels for its tokens.
     *
     * @param array labels (B, S), in which -1 stands for none
     * @param label of each example
     */
    PackedBatch batchWithTokenLabels(String array, IntToDoubleFunction label) {
        int[] labels = golden.ints(array);
        Arrays.setAll(labels, i -> labels[i] == -1 ? EncodedExample.NO_LABEL : labels[i]);
        int[] shape = golden.shape("in/input_ids");
        PackedBatch all = batch(0, 0, shape[0]);
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int b = 0; b < all.count(); b++) {
            int from = all.offsets()[b];
            int length = all.offsets()[b + 1] - from;
            batch.add(all.inputIds(), all.tokenTypeIds(), from, length, label.applyAsDouble(b));
            batch.putTokenLabels(labels, b * shape[1]);
        }
        return batch;
    }

    /** For each row (b, s) of a padded array, whether it is a token. */
    boolean[] tokenRows() {
        int[] mask = golden.ints("in/attention_mask");
        boolean[] rows = new boolean[mask.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mask[i] == 1;
        }
        return rows;
    }

    /** Rows of a packed matrix (N, D) at their places in a padded array (B·S, D). */
    double[] pad(float[] packed) {
        return pad(packed, spec.encoder().hiddenSize());
    }

    /** Rows of a packed matrix (N, C) at their places in a padded array (B·S, C). */
    double[] pad(float[] packed, int columns) {
        boolean[] rows = tokenRows();
        double[] padded = new double[rows.length * columns];
        int from = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; rows[row] && i < columns; i++) {
                padded[row * columns + i] = packed[from++];
            }
        }
        return padded;
    }

    /** The opposite of {@link #pad}. */
    float[] pack(float[] padded) {
        boolean[] rows = tokenRows();
        int columns = spec.encoder().hiddenSize();
        float[] packed = new float[padded.length];
        int to = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; rows[row] && i < columns; i++) {
                packed[to++] = padded[row * columns + i];
            }
        }
        return Arrays.copyOf(packed, to);
    }

    static float[] numbers(float[] flat, ParameterBlock block) {
        return Arrays.copyOfRange(flat, (int) block.offset(), (int) block.end());
    }

    @Override
    public void close() {
        kernels.close();
    }

    static EncoderConfig encoder(GoldenFile golden) {
        int[] config = golden.ints("in/config");
        int types =
                golden.shape(
                                "param/"
                                        + bertPrefix(golden)
                                        + "embeddings.token_type_embeddings.weight")[0];
        return new EncoderConfig(
                config[4], config[1], config[0], config[2], config[3], config[5], types, 0, 0, 0.02,
                1e-12);
    }

    private static List<HeadSpec> linearHeads(GoldenFile golden, TaskType... tasks) {
        List<HeadSpec> heads = new ArrayList<>();
        for (int task = 0; task < tasks.length; task++) {
            int classes = golden.shape("param/scoring_list." + task + ".weight")[0];
            heads.add(new HeadSpec("task" + task, tasks[task], classes, 0));
        }
        return heads;
    }

    private String goldenName(ParameterBlock block) {
        String name = block.name();
        if (name.startsWith("bert.")) {
            return name.replaceFirst("bert\\.", bertPrefix(golden));
        }
        String published = name.replaceFirst("heads\\.task[0-9]+", "cls");
        boolean ofMtdnn =
                spec.heads().stream().anyMatch(head -> head.form() == HeadForm.MTDNN)
                        && published.startsWith("cls.seq_relationship");
        if (ofMtdnn) {
            return published.replace("cls.seq_relationship", "scoring_list.0.nsp");
        }
        return golden.has("param/" + published)
                ? published
                : name.replaceFirst("heads\\.task", "scoring_list.");
    }

    private static String bertPrefix(GoldenFile golden) {
        return golden.has("param/bert.pooler.dense.weight") ? "bert." : "";
    }
}
