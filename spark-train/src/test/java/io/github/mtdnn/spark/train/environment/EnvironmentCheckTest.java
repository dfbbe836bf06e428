package io.github.mtdnn.spark.train.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings.KernelChoice;
import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.kernels.Precision;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

class EnvironmentCheckTest {
    private static final long GIB = 1L << 30;
    private static final MemoryNeed NEED = new MemoryNeed(GIB, 2);
    private static final BackendProbe WORKS = new BackendProbe.Answered("nd4j", 1e-7);
    private static final MemoryProbe MEMORY = new MemoryProbe(4 * GIB, 16 * GIB, 8 * GIB, 0);

    @Test
    void acceptsAJvmThatCanTrain() {
        assertThatCode(() -> EnvironmentCheck.require(cpu(WORKS, MEMORY), true, NEED))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAJavaThatSparkDoesNotRunOn() {
        EnvironmentProbe probe = probe(24, true, true, log4j(), WORKS, MEMORY);
        assertThatProblem(probe, NEED).startsWith("Java 24 ").contains("JAVA_HOME", "JDK 17");
    }

    @Test
    void refusesClosedPackages() {
        EnvironmentProbe probe = probe(17, false, true, log4j(), WORKS, MEMORY);
        assertThatProblem(probe, NEED).contains("--add-opens", "spark-submit");
    }

    @Test
    void needsTheVectorModuleOnlyForVectorKernels() {
        EnvironmentProbe probe = probe(17, true, false, log4j(), WORKS, MEMORY);
        assertThatProblem(probe, NEED)
                .contains("jdk.incubator.vector", "--driver-java-options")
                .contains("kernels.implementation = nd4j");
        assertThatCode(() -> EnvironmentCheck.require(probe, false, NEED))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesALogThatNobodyReceives() {
        String nop = NOPLoggerFactory.class.getName();
        assertThatProblem(probe(17, true, true, nop, WORKS, MEMORY), NEED)
                .contains(nop, "log4j-slf4j2-impl");
    }

    @Test
    void refusesABackendThatDoesNotLoad() {
        BackendProbe failed = new BackendProbe.Failed("no jnind4jcpu in java.library.path");
        assertThatProblem(cpu(failed, MEMORY), NEED)
                .contains("no jnind4jcpu in java.library.path", "~/.javacpp");
    }

    @Test
    void refusesWrongProducts() {
        assertThatProblem(cpu(new BackendProbe.Answered("nd4j", 0.5), MEMORY), NEED)
                .contains("\"nd4j\"", "off by 0.5", "kernels.implementation");
        assertThatProblem(cpu(new BackendProbe.Answered("nd4j", Double.NaN), MEMORY), NEED)
                .contains("off by NaN");
    }

    @Test
    void refusesAGpuWithoutCode() {
        assertThatProblem(cuda(new GpuDevice("NVIDIA H200", 9, 0)), NEED)
                .isEqualTo(
                        "No GPU code for NVIDIA H200 (compute capability 9.0): nd4j-cuda-11.6 has"
                                + " code for compute capability 3.7 to 8.9 (V100, T4, A100, A10, L4)."
                                + " Use such a device, or build without -Pcuda and train on the CPU.");
        assertThatProblem(cuda(new GpuDevice("Tesla K40c", 3, 5)), NEED).contains("3.5");
    }

    @Test
    void refusesACudaBuildWithoutAGpu() {
        assertThatProblem(cuda(), NEED).contains("nvidia-smi finds none", "without -Pcuda");
    }

    @Test
    void acceptsTheGpusThatTheBinaryHasCodeFor() {
        EnvironmentProbe probe =
                cuda(
                        new GpuDevice("Tesla V100", 7, 0),
                        new GpuDevice("A100", 8, 0),
                        new GpuDevice("L4", 8, 9),
                        new GpuDevice("Tesla K80", 3, 7));
        assertThatCode(() -> EnvironmentCheck.require(probe, true, NEED))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesALimitBelowTheNetworksNeed() {
        MemoryProbe memory = new MemoryProbe(4 * GIB, 16 * GIB, GIB, 0);
        assertThatProblem(cpu(WORKS, memory), NEED)
                .contains("2048 MiB (2 x 1024 MiB) needed", "1024 MiB allowed")
                .contains("-Dorg.bytedeco.javacpp.maxbytes=2560m");
    }

    @Test
    void refusesMoreThanTheMachineHas() {
        MemoryProbe memory = new MemoryProbe(3 * GIB, 4 * GIB, 0, 0);
        assertThatProblem(cpu(WORKS, memory), NEED)
                .contains("a heap of 3072 MiB", "more than the 4096 MiB")
                .contains("spark.executor.memoryOverhead");
        MemoryProbe limited = new MemoryProbe(3 * GIB, 16 * GIB, 0, 4 * GIB);
        assertThatProblem(cpu(WORKS, limited), NEED).contains("more than the 4096 MiB");
    }

    @Test
    void saysAllThatIsWrongALineEach() {
        MemoryProbe memory = new MemoryProbe(3 * GIB, 4 * GIB, GIB, 0);
        EnvironmentProbe probe = probe(24, false, true, log4j(), WORKS, memory);
        assertThatProblem(probe, NEED).hasLineCount(4);
    }

    @Test
    void readsTheDriversListOfGpus() {
        String listing = "0, NVIDIA A100-SXM4-40GB, 8.0\n1, NVIDIA H200, 9.0\n";
        assertThat(GpuDevices.parse(listing, Optional.empty()))
                .containsExactly(
                        new GpuDevice("NVIDIA A100-SXM4-40GB", 8, 0),
                        new GpuDevice("NVIDIA H200", 9, 0));
        assertThat(GpuDevices.parse(listing, Optional.of("0")))
                .containsExactly(new GpuDevice("NVIDIA A100-SXM4-40GB", 8, 0));
        assertThat(GpuDevices.parse(listing, Optional.of("GPU-6f3a"))).hasSize(2);
        assertThat(GpuDevices.parse("No devices were found\n", Optional.empty())).isEmpty();
    }

    @Test
    void findsThatThisJvmCanTrain() {
        KernelSettings settings = new KernelSettings(KernelChoice.ND4J, Precision.FLOAT32, 1);
        assertThatCode(
                        () -> {
                            EnvironmentCheck.requireForSpark();
                            EnvironmentCheck.requireForTraining(settings, MemoryNeed.NONE);
                        })
                .doesNotThrowAnyException();
        MemoryNeed tooMuch = new MemoryNeed(1L << 50, 1);
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> EnvironmentCheck.requireForTraining(settings, tooMuch))
                .withMessageContaining("Too little memory");
    }

    @Test
    void probesThisJvm() {
        EnvironmentProbe probe =
                EnvironmentProbe.ofThisJvm(
                        () -> {
                            throw new UnsatisfiedLinkError("no jnind4jcpu");
                        });
        assertThat(probe.javaVersion()).isBetween(17, 21);
        assertThat(probe.opensPackages()).isTrue();
        assertThat(probe.vectorModule()).isTrue();
        assertThat(probe.loggerFactory())
                .isEqualTo(LoggerFactory.getILoggerFactory().getClass().getName())
                .doesNotContain("NOP");
        assertThat(probe.backend())
                .isEqualTo(
                        new BackendProbe.Failed("java.lang.UnsatisfiedLinkError: no jnind4jcpu"));
        assertThat(probe.memory().machine()).isGreaterThan(probe.memory().heap());
    }

    private static AbstractStringAssert<?> assertThatProblem(
            EnvironmentProbe probe, MemoryNeed need) {
        String[] message = new String[1];
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> EnvironmentCheck.require(probe, true, need))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(5))
                .satisfies(failure -> message[0] = failure.getMessage());
        return assertThat(message[0]);
    }

    private static String log4j() {
        return "org.apache.logging.slf4j.Log4jLoggerFactory";
    }

    private static EnvironmentProbe cpu(BackendProbe backend, MemoryProbe memory) {
        return probe(17, true, true, log4j(), backend, memory);
    }

    private static EnvironmentProbe cuda(GpuDevice... gpus) {
        return new EnvironmentProbe(17, true, true, log4j(), true, List.of(gpus), WORKS, MEMORY);
    }

    private static EnvironmentProbe probe(
            int javaVersion,
            boolean opensPackages,
            boolean vectorModule,
            String loggerFactory,
            BackendProbe backend,
            MemoryProbe memory) {
        return new EnvironmentProbe(
                javaVersion,
                opensPackages,
                vectorModule,
                loggerFactory,
                false,
                List.of(),
                backend,
                memory);
    }
}
