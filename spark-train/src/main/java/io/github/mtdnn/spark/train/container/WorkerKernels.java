package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import org.apache.spark.TaskContext;

/** The kernels of whatever computes in this Spark task. */
public final class WorkerKernels {
    private WorkerKernels() {}

    /**
     * Kernels as configured. Unless a number of threads is, they use the cores that Spark counts
     * for a task ({@code spark.task.cpus}), so that tasks side by side do not take each other's.
     */
    public static Kernels create(KernelSettings settings) {
        int threads = settings.threads();
        if (threads == 0) {
            TaskContext task = TaskContext.get();
            threads = task == null ? Runtime.getRuntime().availableProcessors() : task.cpus();
        }
        return switch (settings.implementation()) {
            case AUTO -> KernelsFactory.auto(threads, settings.precision());
            case CPU -> KernelsFactory.cpu(threads, settings.precision());
            case ND4J -> KernelsFactory.nd4j();
        };
    }
}
