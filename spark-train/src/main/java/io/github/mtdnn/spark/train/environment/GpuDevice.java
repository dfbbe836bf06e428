package io.github.mtdnn.spark.train.environment;

/**
 * A GPU that this JVM may use.
 *
 * @param name as its driver calls it, for example {@code NVIDIA A100-SXM4-40GB}
 * @param major compute capability before the point
 * @param minor compute capability after the point
 */
record GpuDevice(String name, int major, int minor) {

    /**
     * Whether nd4j-cuda-11.6 has machine code for it. It holds code for 3.7 to 8.6 and none that a
     * driver could translate for others; code for 8.6 serves all of 8.x.
     */
    boolean isSupported() {
        return major >= 4 && major <= 8 || major == 3 && minor >= 7;
    }

    @Override
    public String toString() {
        return "%s (compute capability %d.%d)".formatted(name, major, minor);
    }
}
