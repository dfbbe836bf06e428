package io.github.mtdnn.kernels;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** OpenMP, of which a process has one, reached through ND4J. */
final class Nd4jOpenMp {
    private static final NativeOps NATIVE = load();

    private Nd4jOpenMp() {}

    private static NativeOps load() {
        Nd4j.getBackend(); // loads it
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }

    /** Has what the calling thread begins stay in it: OpenMP keeps this number for each thread. */
    static void stayInThisThread() {
        NATIVE.setOmpNumThreads(1);
    }
}
