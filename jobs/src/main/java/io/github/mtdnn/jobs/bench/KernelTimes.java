package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kernels that keep count of the time spent in each operation. */
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

    /** Nanoseconds by operation since the last {@link #clear}. */
    Map<String, Long> nanos() {
        return nanos;
    }

    void clear() {
        nanos.clear();
    }
}
