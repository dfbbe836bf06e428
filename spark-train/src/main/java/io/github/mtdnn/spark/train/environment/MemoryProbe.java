package io.github.mtdnn.spark.train.environment;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/**
 * Limits of this JVM's memory, in bytes.
 *
 * @param heap greatest size of the heap (-Xmx)
 * @param machine memory of the machine, or of the container this JVM runs in
 * @param nativeArrays limit of the arrays outside the heap (org.bytedeco.javacpp.maxbytes); 0: none
 * @param process limit of the whole process that is watched before each such allocation
 *     (org.bytedeco.javacpp.maxphysicalbytes); 0: none
 */
record MemoryProbe(long heap, long machine, long nativeArrays, long process) {

    static MemoryProbe ofThisJvm() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MemoryProbe(
                Runtime.getRuntime().maxMemory(),
                system.getTotalMemorySize(),
                Pointer.maxBytes(),
                Pointer.maxPhysicalBytes());
    }
}
