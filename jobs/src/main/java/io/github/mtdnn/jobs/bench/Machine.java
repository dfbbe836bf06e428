package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What figures depend on beside the software.
 *
 * @param cores that Java sees
 * @param cpu model of the processor
 * @param jvm name and version
 * @param kernels what the kernels say of themselves: width of the vectors, BLAS, threads; empty
 *     where none were used
 */
public record Machine(int cores, String cpu, String jvm, String kernels) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** The machine that this runs on. */
    static Machine here(String kernels) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                kernels);
    }

    /** The architecture where Linux does not tell the model. */
    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO, UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** Names of what this machine has otherwise than another. */
    List<String> differencesTo(Machine other) {
        List<String> differences = new ArrayList<>();
        addUnlessEqual("cores", cores, other.cores, differences);
        addUnlessEqual("processor", cpu, other.cpu, differences);
        addUnlessEqual("JVM", jvm, other.jvm, differences);
        addUnlessEqual("kernels", kernels, other.kernels, differences);
        return differences;
    }

    private static void addUnlessEqual(String name, Object a, Object b, List<String> differences) {
        if (!Objects.equals(a, b)) {
            differences.add(name);
        }
    }

    @Override
    public String toString() {
        return "%d cores of %s, %s%s"
                .formatted(cores, cpu, jvm, kernels.isEmpty() ? "" : ", " + kernels);
    }
}
