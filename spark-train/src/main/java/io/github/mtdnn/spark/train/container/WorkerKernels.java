package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import java.util.Collections;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/** The kernels of whatever computes in this Spark task. */
public final class WorkerKernels {
    private WorkerKernels() {}

    /** Kernels as configured, on {@link #threads} threads. */
    public static Kernels create(KernelSettings settings) {
        int threads = threads(settings);
        return switch (settings.implementation()) {
            case AUTO -> KernelsFactory.auto(threads, settings.precision());
            case CPU -> KernelsFactory.cpu(threads, settings.precision());
            case ND4J -> KernelsFactory.nd4j();
        };
    }

    /**
     * Threads as configured. Unless a number is, they are the cores that Spark counts for a task
     * ({@code spark.task.cpus}), so that tasks side by side do not take each other's.
     */
    public static int threads(KernelSettings settings) {
        if (settings.threads() > 0) {
            return settings.threads();
        }
        TaskContext task = TaskContext.get();
        return task == null ? Runtime.getRuntime().availableProcessors() : task.cpus();
    }

    /**
     * What the kernels on the executors say of themselves, each text once: executors on different
     * processors may compute differently. Asks as many tasks as run side by side.
     */
    public static List<String> describe(JavaSparkContext spark, KernelSettings settings) {
        int tasks = spark.defaultParallelism();
        return spark
                .parallelize(Collections.nCopies(tasks, settings), tasks)
                .map(WorkerKernels::describe)
                .distinct()
                .collect()
                .stream()
                .sorted()
                .toList();
    }

    private static String describe(KernelSettings settings) {
        try (Kernels kernels = create(settings)) {
            return kernels.describe();
        }
    }
}
