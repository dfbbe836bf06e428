package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.config.Settings.KernelChoice;
import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether this JVM can do the work: run on the driver and on every executor before a network is
 * built. What is wrong is said in one line each, with what to do; all of it at once.
 */
public final class EnvironmentCheck {
    private static final int OLDEST_JAVA = 17;
    private static final int NEWEST_JAVA = 21;
    private static final double GREATEST_ERROR = 1e-4;

    private static final Set<Passed> PASSED = ConcurrentHashMap.newKeySet();

    /** What this JVM has been found to be able to do. */
    private record Passed(KernelSettings settings, MemoryNeed need) {}

    private EnvironmentCheck() {}

    /** Checks what every job needs: Java, Spark's access to it, and a log. */
    public static void requireForSpark() {
        require(EnvironmentProbe.ofThisJvm(), false, MemoryNeed.NONE);
    }

    /**
     * Checks what a job needs that computes, the arithmetic included. Cheap when repeated: in one
     * JVM the same is checked once.
     *
     * @param settings which kernels are to compute
     * @param need memory of the networks
     */
    public static void requireForTraining(KernelSettings settings, MemoryNeed need) {
        Passed check = new Passed(settings, need);
        if (PASSED.contains(check)) {
            return;
        }
        EnvironmentProbe probe = EnvironmentProbe.ofThisJvm(() -> WorkerKernels.create(settings));
        require(probe, settings.implementation() == KernelChoice.CPU, need);
        PASSED.add(check);
    }

    static void require(EnvironmentProbe probe, boolean vectorKernels, MemoryNeed need) {
        List<String> problems =
                Stream.of(
                                java(probe),
                                opens(probe),
                                vectorModule(probe, vectorKernels),
                                logging(probe),
                                device(probe),
                                backend(probe),
                                nativeLimit(probe.memory(), need),
                                machineLimit(probe.memory(), need))
                        .flatMap(Optional::stream)
                        .toList();
        if (!problems.isEmpty()) {
            throw new EnvironmentException(String.join(System.lineSeparator(), problems));
        }
    }

    private static Optional<String> java(EnvironmentProbe probe) {
        int found = probe.javaVersion();
        return when(
                found < OLDEST_JAVA || found > NEWEST_JAVA,
                "Java %d runs this, but Spark 3.5 needs %d to %d. Set JAVA_HOME to a JDK 17."
                        .formatted(found, OLDEST_JAVA, NEWEST_JAVA));
    }

    private static Optional<String> opens(EnvironmentProbe probe) {
        return when(
                !probe.opensPackages(),
                "Java keeps Spark out of its packages (--add-opens is missing). Start with ./mtdnn or"
                        + " spark-submit, which set the list.");
    }

    private static Optional<String> vectorModule(EnvironmentProbe probe, boolean needed) {
        return when(
                needed && !probe.vectorModule(),
                ("The Java module %1$s is not loaded, which kernels.implementation = cpu needs. Start"
                                + " with ./mtdnn, or pass --driver-java-options"
                                + " --add-modules=%1$s to spark-submit, or set"
                                + " kernels.implementation = nd4j.")
                        .formatted(EnvironmentProbe.VECTOR_MODULE));
    }

    private static Optional<String> logging(EnvironmentProbe probe) {
        return when(
                probe.loggerFactory().contains("NOP"),
                ("Nothing receives the log: SLF4J is bound to %s. Put log4j-slf4j2-impl of Spark's"
                                + " jars on the class path, and no slf4j-api before 2.0.")
                        .formatted(probe.loggerFactory()));
    }

    private static Optional<String> device(EnvironmentProbe probe) {
        if (!probe.cudaBackend()) {
            return Optional.empty();
        }
        if (probe.gpus().isEmpty()) {
            return Optional.of(
                    "This build is for NVIDIA GPUs (profile cuda), but nvidia-smi finds none. Use a"
                            + " machine with one, set CUDA_VISIBLE_DEVICES to one that is there, or"
                            + " build without -Pcuda.");
        }
        String unsupported =
                probe.gpus().stream()
                        .filter(gpu -> !gpu.isSupported())
                        .map(GpuDevice::toString)
                        .collect(Collectors.joining(", "));
        return when(
                !unsupported.isEmpty(),
                ("No GPU code for %s: nd4j-cuda-11.6 has code for compute capability 3.7 to 8.9"
                                + " (V100, T4, A100, A10, L4). Use such a device, or build without"
                                + " -Pcuda and train on the CPU.")
                        .formatted(unsupported));
    }

    private static Optional<String> backend(EnvironmentProbe probe) {
        if (probe.backend() instanceof BackendProbe.NotAsked) {
            return Optional.empty();
        }
        if (probe.backend() instanceof BackendProbe.Answered answered) {
            return when(
                    !(answered.greatestError() <= GREATEST_ERROR),
                    ("The arithmetic of kernels \"%s\" is wrong on this machine: a small product is"
                                    + " off by %s, allowed is %s. Choose others with"
                                    + " kernels.implementation.")
                            .formatted(
                                    answered.kernels(), answered.greatestError(), GREATEST_ERROR));
        }
        String reason = ((BackendProbe.Failed) probe.backend()).reason();
        return Optional.of(
                ("The arithmetic could not be loaded: %s. Its native code is built for 64-bit x86"
                                + " Linux with glibc; check the operating system, and that the"
                                + " directory of JavaCPP's cache (-Dorg.bytedeco.javacpp.cachedir,"
                                + " by default ~/.javacpp) can be written.")
                        .formatted(reason));
    }

    private static Optional<String> nativeLimit(MemoryProbe memory, MemoryNeed need) {
        return when(
                memory.nativeArrays() > 0 && need.bytes() > memory.nativeArrays(),
                ("Too little memory outside the heap: %s needed, %s allowed. Set"
                                + " -Dorg.bytedeco.javacpp.maxbytes=%dm (in MTDNN_JAVA_OPTS, or in"
                                + " spark.executor.extraJavaOptions).")
                        .formatted(
                                needed(need),
                                mebibytes(memory.nativeArrays()),
                                roundedUp(need.bytes() * 5 / 4)));
    }

    private static Optional<String> machineLimit(MemoryProbe memory, MemoryNeed need) {
        long limit =
                memory.process() > 0
                        ? Math.min(memory.process(), memory.machine())
                        : memory.machine();
        return when(
                need.bytes() > 0 && memory.heap() + need.bytes() > limit,
                ("Too little memory: a heap of %s and %s outside it are more than the %s that this"
                                + " process may use. Take a smaller heap (-Xmx,"
                                + " spark.executor.memory), fewer workers per machine, or a larger"
                                + " container (spark.executor.memoryOverhead).")
                        .formatted(mebibytes(memory.heap()), needed(need), mebibytes(limit)));
    }

    private static String needed(MemoryNeed need) {
        return "%s (%d x %s)"
                .formatted(
                        mebibytes(need.bytes()), need.workers(), mebibytes(need.bytesPerWorker()));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%d MiB", roundedUp(bytes));
    }

    private static long roundedUp(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private static Optional<String> when(boolean wrong, String message) {
        return wrong ? Optional.of(message) : Optional.empty();
    }
}
