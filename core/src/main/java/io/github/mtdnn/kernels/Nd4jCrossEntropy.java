package io.github.mtdnn.kernels;

import io.github.mtdnn.kernels.Nd4jScratch.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** Cross-entropy over long rows of logits, such as those over a vocabulary. */
final class Nd4jCrossEntropy {
    private final Nd4jScratch scratch;

    Nd4jCrossEntropy(Nd4jScratch scratch) {
        this.scratch = scratch;
    }

    double lossAndGrad(Nd4jTensor logits, int[] classes, float gradScale) {
        int rows = logits.rows();
        INDArray z = logits.matrix();
        INDArray elements = logits.vector().reshape('c', z.length(), 1);
        int[] right = elementsOf(classes, rows, logits.columns());
        INDArray ofRow = scratch.matrix(Slot.ROWS, rows, 1);
        INDArray chosen = scratch.matrix(Slot.MORE_ROWS, rows, 1);

        Nd4j.exec(new Max(z, ofRow, true, 1));
        z.subiColumnVector(ofRow);
        Nd4jRows.gather(elements, right, chosen); // z_y - max
        Nd4j.exec(new Exp(z, z));
        Nd4j.exec(new Sum(z, ofRow, true, 1));
        double loss = sumOfLogs(ofRow) - chosen.sumNumber().doubleValue();

        z.muliColumnVector(ofRow.rdivi(gradScale));
        chosen.assign(-gradScale);
        Nd4jRows.scatterAdd(elements, right, chosen);
        return loss;
    }

    private static int[] elementsOf(int[] classes, int rows, int columns) {
        int[] elements = new int[rows];
        for (int m = 0; m < rows; m++) {
            elements[m] = Math.addExact(Math.multiplyExact(m, columns), classes[m]);
        }
        return elements;
    }

    private static double sumOfLogs(INDArray values) {
        double sum = 0;
        try (INDArray staged = values.dup()) {
            for (float value : staged.data().asFloat()) {
                sum += Math.log(value);
            }
        }
        return sum;
    }
}
