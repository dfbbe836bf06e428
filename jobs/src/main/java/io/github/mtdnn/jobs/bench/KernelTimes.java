package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.RowUpdates;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kernels that keep count of the time spent in each operation, and of the work done. Counting makes
 * objects, so that memory and rates are measured without it.
 */
final class KernelTimes {
    private final KernelCosts costs = new KernelCosts();
    private final Kernels timed;
    private final Optional<RowUpdates> rowUpdates;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Time and work of one operation, over all of its calls. */
    private record Count(long nanos, Cost cost) {
        Count plus(Count other) {
            return new Count(nanos + other.nanos, cost.plus(other.cost));
        }
    }

    /**
     * The part of one operation in a piece of work.
     *
     * @param kernel name of the operation
     * @param share of the time
     * @param cost what it has to do at least
     */
    record Use(String kernel, double share, Cost cost) {}

    KernelTimes(Kernels kernels) {
        rowUpdates = kernels.rowUpdates().map(rows -> timed(RowUpdates.class, rows));
        timed = timed(Kernels.class, kernels);
    }

    private <T> T timed(Class<T> type, T operations) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                method.getReturnType() == Optional.class
                                        ? rowUpdates
                                        : timed(operations, method, arguments)));
    }

    private Object timed(Object operations, Method method, Object[] arguments) throws Throwable {
        try {
            method.invoke(costs, arguments);
            long began = System.nanoTime();
            Object result = method.invoke(operations, arguments);
            counts.merge(
                    method.getName(),
                    new Count(System.nanoTime() - began, costs.last()),
                    Count::plus);
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The kernels, timed. */
    Kernels kernels() {
        return timed;
    }

    /**
     * Each operation in a piece of work, that with the greatest share of the time first.
     *
     * @param pieces that the work is of; costs are of one, on average
     */
    List<Use> of(int pieces, Runnable work) {
        counts.clear();
        double elapsed = Samples.seconds(work) * 1e9;
        return counts.entrySet().stream()
                .map(
                        entry ->
                                new Use(
                                        entry.getKey(),
                                        entry.getValue().nanos() / elapsed,
                                        entry.getValue().cost().times(1.0 / pieces)))
                .sorted(Comparator.comparingDouble(Use::share).reversed())
                .toList();
    }
}
