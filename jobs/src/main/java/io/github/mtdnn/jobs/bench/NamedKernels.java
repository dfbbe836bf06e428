package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One of the ways to compute that are measured beside each other.
 *
 * @param name for the table
 * @param precision of others' products that are measured beside them
 */
record NamedKernels(String name, Precision precision, Supplier<Kernels> kernels) {

    /** Kernels as configured but for the precision, after which they are named. */
    static NamedKernels of(KernelSettings settings, Precision precision) {
        KernelSettings chosen =
                new KernelSettings(settings.implementation(), precision, settings.threads());
        return new NamedKernels(
                precision.name().toLowerCase(Locale.ROOT),
                precision,
                () -> WorkerKernels.create(chosen));
    }
}
