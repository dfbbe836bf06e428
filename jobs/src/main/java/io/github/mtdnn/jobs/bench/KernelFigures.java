package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.jobs.bench.Peak.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of kernels in a step: their time, and how near they are to what the machine can do.
 *
 * @param stepSeconds median of a step without counting
 */
record KernelFigures(BenchCase step, double stepSeconds, Peak peak) {

    /**
     * Time and share of the step; of a kernel that has work to do at least also the rate at which
     * it does it, in the unit of the limit that bounds it, and the share of that limit.
     */
    List<Measurement> of(KernelTimes.Use use) {
        String kernel = "kernel " + use.kernel();
        double seconds = use.share() * stepSeconds;
        List<Measurement> figures = new ArrayList<>();
        figures.add(Measure.lower(kernel, "ms").of(step, seconds * 1e3));
        figures.add(
                Measure.neither(kernel + " share", "%")
                        .labelled("% of the step")
                        .of(step, 100 * use.share()));
        Cost cost = use.cost();
        if (!cost.equals(Cost.NONE)) {
            boolean product = peak.boundOf(cost) == Bound.PRODUCT;
            figures.add(
                    Measure.higher(kernel + " rate", product ? "GFLOP/s" : "GB/s")
                            .of(step, (product ? cost.flops() : cost.bytes()) / seconds / 1e9));
            figures.add(
                    Measure.higher(kernel + " of peak", "%")
                            .labelled(product ? "% of the product's" : "% of the copy's")
                            .of(step, 100 * peak.leastSeconds(cost) / seconds));
        }
        return figures;
    }
}
