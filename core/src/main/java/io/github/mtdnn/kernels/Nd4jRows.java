package io.github.mtdnn.kernels;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a table picked by number, and gradients added to them. */
final class Nd4jRows {
    private Nd4jRows() {}

    /** {@code output_i = table[rows_i]}. */
    static void gather(INDArray table, int[] rows, INDArray output) {
        try (INDArray indices = Nd4j.createFromArray(rows)) {
            Nd4j.exec(
                    DynamicCustomOp.builder("gather")
                            .addInputs(table, indices)
                            .addOutputs(output)
                            .addIntegerArguments(0)
                            .build());
        }
    }

    /** {@code table[rows_i] += grad_i}, in the order of i where a row comes several times. */
    static void scatterAdd(INDArray table, int[] rows, INDArray grad) {
        boolean oneAfterTheOther = true;
        try (INDArray indices = Nd4j.createFromArray(rows)) {
            Nd4j.exec(
                    DynamicCustomOp.builder("scatter_add")
                            .addInputs(table, indices, grad)
                            .addOutputs(table)
                            .addBooleanArguments(oneAfterTheOther)
                            .build());
        }
    }

    static int[] inputIds(Sequences sequences) {
        return Arrays.copyOf(sequences.inputIds(), sequences.tokens());
    }

    static int[] tokenTypeIds(Sequences sequences) {
        return Arrays.copyOf(sequences.tokenTypeIds(), sequences.tokens());
    }

    static int[] positions(Sequences sequences) {
        int[] offsets = sequences.offsets();
        int[] positions = new int[sequences.tokens()];
        for (int b = 0; b < sequences.count(); b++) {
            for (int n = offsets[b]; n < offsets[b + 1]; n++) {
                positions[n] = n - offsets[b];
            }
        }
        return positions;
    }
}
