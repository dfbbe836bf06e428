package io.github.mtdnn.spark.train.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChunkedVectorTest {
    private final INDArray vector = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f);

    @Test
    void copiesAVectorInChunks() {
        ChunkedVector copy = ChunkedVector.copyOf(vector, 2);
        vector.assign(0);

        assertThat(copy.chunks())
                .containsExactly(new float[] {1, 2}, new float[] {3, 4}, new float[] {5});
    }

    @Test
    void showsAVectorAsItIsWhenAChunkIsAskedFor() {
        ChunkedVector shown = ChunkedVector.over(vector, 2);
        vector.addi(1);

        assertThat(shown.chunks())
                .containsExactly(new float[] {2, 3}, new float[] {4, 5}, new float[] {6});
        assertThat(shown.isEmpty()).isFalse();
    }

    @Test
    void overwritesAVector() {
        INDArray target = Nd4j.create(DataType.FLOAT, 1, 5);
        ChunkedVector.over(vector, 3).copyTo(target);

        assertThat(target.toFloatVector()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void beginsWithZeros() {
        assertThat(ChunkedVector.zeros(3, 2).chunks())
                .containsExactlyElementsOf(List.of(new float[2], new float[1]));
        assertThat(ChunkedVector.empty(2).isEmpty()).isTrue();
    }
}
