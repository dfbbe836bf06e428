package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Kernels;
import java.util.function.Supplier;

/**
 * One of the ways to compute that are measured beside each other.
 *
 * @param name for the table
 */
record NamedKernels(String name, Supplier<Kernels> kernels) {}
