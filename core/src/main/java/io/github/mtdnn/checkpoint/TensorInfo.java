package io.github.mtdnn.checkpoint;

import java.util.Arrays;

/**
 * A tensor of a safetensors file.
 *
 * @param name as in the file
 * @param shape sizes of its dimensions
 */
public record TensorInfo(String name, long[] shape) {

    /** Number of its elements. */
    public int size() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
