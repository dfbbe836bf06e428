package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Kernels that keep count of the time spent in each operation. Counting makes objects, so that
 * memory and rates are measured without it.
 */
final class KernelTimes {
    private final Kernels timed;
    private final Map<String, Long> nanos = new LinkedHashMap<>();

    KernelTimes(Kernels kernels) {
        timed =
                (Kernels)
                        Proxy.newProxyInstance(
                                Kernels.class.getClassLoader(),
                                new Class<?>[] {Kernels.class},
                                (proxy, method, arguments) -> {
                                    long began = System.nanoTime();
                                    try {
                                        return method.invoke(kernels, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    } finally {
                                        nanos.merge(
                                                method.getName(),
                                                System.nanoTime() - began,
                                                Long::sum);
                                    }
                                });
    }

    /** The kernels, timed. */
    Kernels kernels() {
        return timed;
    }

    /** Share of each operation in the time of some work, greatest first. */
    Map<String, Double> sharesOf(Runnable work) {
        nanos.clear();
        long began = System.nanoTime();
        work.run();
        double elapsed = System.nanoTime() - began;
        Map<String, Double> shares = new LinkedHashMap<>();
        nanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / elapsed));
        return shares;
    }
}
