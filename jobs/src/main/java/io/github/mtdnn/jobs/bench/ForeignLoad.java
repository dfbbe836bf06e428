package io.github.mtdnn.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of the machine's cores other processes had, over some time. */
final class ForeignLoad {
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ForeignLoad() {
        share();
    }

    /** Begins now. */
    static ForeignLoad begin() {
        return new ForeignLoad();
    }

    /** Since it began: of all cores, in [0, 1]; 0 where the machine does not tell. */
    double share() {
        return Math.max(0, system.getCpuLoad() - system.getProcessCpuLoad());
    }
}
