package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jTransferTest {
    /** More than is staged at a time, and not a multiple of it. */
    private static final int LENGTH = (1 << 20) + 7;

    private final INDArray whole = Nd4j.createFromArray(counted(0, LENGTH));

    private static float[] counted(int first, int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = first + i;
        }
        return numbers;
    }

    @Test
    void readsAPartOfAVector() {
        float[] expected = counted(1, LENGTH - 2);
        float[] staged = new float[expected.length];

        Nd4jTransfer.readStaged(whole, 1, staged, 0, staged.length);

        assertThat(Nd4jTransfer.read(whole, 1, expected.length)).isEqualTo(expected);
        assertThat(staged).isEqualTo(expected);
    }

    @Test
    void readsAViewIntoTheMiddleOfAnArray() {
        INDArray view = whole.get(NDArrayIndex.interval(100, 200)).reshape(1, 100);
        float[] direct = new float[5];
        float[] staged = new float[5];

        Nd4jTransfer.read(view, 10, direct, 1, 3);
        Nd4jTransfer.readStaged(view, 10, staged, 1, 3);

        assertThat(direct).containsExactly(0, 110, 111, 112, 0);
        assertThat(staged).isEqualTo(direct);
    }

    @Test
    void writesAPartOfAView() {
        INDArray view = whole.get(NDArrayIndex.interval(100, 200));
        INDArray other = whole.dup();
        float[] source = {-1, -2, -3, -4};

        Nd4jTransfer.write(source, 1, view, 10, 2);
        Nd4jTransfer.writeStaged(source, 1, other.get(NDArrayIndex.interval(100, 200)), 10, 2);

        assertThat(Nd4jTransfer.read(whole, 109, 4)).containsExactly(109, -2, -3, 112);
        assertThat(other).isEqualTo(whole);
    }

    @Test
    void writesManyNumbers() {
        float[] source = counted(5, LENGTH);
        INDArray staged = Nd4j.create(DataType.FLOAT, LENGTH);

        Nd4jTransfer.write(source, whole, 0);
        Nd4jTransfer.writeStaged(source, 0, staged, 0, LENGTH);

        assertThat(Nd4jTransfer.read(whole, 0, LENGTH)).isEqualTo(source);
        assertThat(staged).isEqualTo(whole);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Nd4jTransfer.read(whole, LENGTH - 2, 3))
                .withMessage("3 numbers from 1048581 on of a vector of 1048583");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Nd4jTransfer.write(new float[1], whole, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nd4jTransfer.read(Nd4j.create(DataType.DOUBLE, 3), 0, 3));
    }
}
