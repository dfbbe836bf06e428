package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.kernels.Kernels;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.slf4j.LoggerFactory;

/**
 * What a JVM has found out about itself, before it is judged by {@link EnvironmentCheck}.
 *
 * @param javaVersion feature release, for example 17
 * @param opensPackages whether Java lets Spark into its own packages (--add-opens)
 * @param vectorModule whether the module with the vector instructions is loaded
 * @param loggerFactory class that SLF4J is bound to
 * @param cudaBackend whether the build carries the CUDA backend
 * @param gpus devices this JVM may use; looked up only where the build carries the CUDA backend
 * @param backend what came of a small product
 * @param memory limits of the memory
 */
record EnvironmentProbe(
        int javaVersion,
        boolean opensPackages,
        boolean vectorModule,
        String loggerFactory,
        boolean cudaBackend,
        List<GpuDevice> gpus,
        BackendProbe backend,
        MemoryProbe memory) {

    static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

    EnvironmentProbe {
        gpus = List.copyOf(gpus);
    }

    /** For jobs that only run Spark: neither devices nor arithmetic are looked at. */
    static EnvironmentProbe ofThisJvm() {
        return ofThisJvm(false, List.of(), new BackendProbe.NotAsked());
    }

    /** For jobs that compute. */
    static EnvironmentProbe ofThisJvm(Supplier<Kernels> kernels) {
        ClassLoader loader = EnvironmentProbe.class.getClassLoader();
        boolean cudaBackend = loader.getResource(CUDA_BACKEND) != null;
        List<GpuDevice> gpus = cudaBackend ? GpuDevices.visible() : List.of();
        boolean hopeless = gpus.stream().anyMatch(gpu -> !gpu.isSupported());
        return ofThisJvm(
                cudaBackend,
                gpus,
                hopeless ? new BackendProbe.NotAsked() : BackendProbe.of(kernels));
    }

    private static EnvironmentProbe ofThisJvm(
            boolean cudaBackend, List<GpuDevice> gpus, BackendProbe backend) {
        return new EnvironmentProbe(
                Runtime.version().feature(),
                opensToSpark("java.nio") && opensToSpark("sun.nio.ch"),
                ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(),
                LoggerFactory.getILoggerFactory().getClass().getName(),
                cudaBackend,
                gpus,
                backend,
                MemoryProbe.ofThisJvm());
    }

    private static boolean opensToSpark(String packageName) {
        Module spark = SparkEnv.class.getModule();
        return Object.class.getModule().isOpen(packageName, spark);
    }
}
