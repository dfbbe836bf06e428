package io.github.mtdnn.kernels;

/**
 * The type in which matrices are multiplied. Everything else, the weights among it, is float32 in
 * any case.
 */
public enum Precision {
    FLOAT32,

    /** Rounded to bfloat16, multiplied, and summed up in float32; float32 where that cannot be. */
    BF16,

    /** The faster of both on the processor at hand. */
    AUTO
}
