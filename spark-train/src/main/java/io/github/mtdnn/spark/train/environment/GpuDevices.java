package io.github.mtdnn.spark.train.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GPUs as the driver's own tool lists them. ND4J is not asked, because on a device that it has
 * no code for it fails before it could answer.
 */
final class GpuDevices {
    private static final Pattern LINE =
            Pattern.compile("\\s*(\\d+)\\s*,\\s*(.+?)\\s*,\\s*(\\d+)\\.(\\d+)\\s*");
    private static final long TIMEOUT_SECONDS = 20;

    private GpuDevices() {}

    /** The GPUs that this JVM may use; none where the tool is missing or fails. */
    static List<GpuDevice> visible() {
        Optional<String> listing = listing();
        if (listing.isEmpty()) {
            return List.of();
        }
        return parse(listing.get(), Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
    }

    /**
     * @param listing lines of {@code index, name, compute capability}
     * @param visible value of {@code CUDA_VISIBLE_DEVICES}, where it is set
     */
    static List<GpuDevice> parse(String listing, Optional<String> visible) {
        List<Map.Entry<String, GpuDevice>> all = new ArrayList<>();
        for (String line : listing.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                GpuDevice device =
                        new GpuDevice(
                                matcher.group(2),
                                Integer.parseInt(matcher.group(3)),
                                Integer.parseInt(matcher.group(4)));
                all.add(Map.entry(matcher.group(1), device));
            }
        }
        // Devices named by UUID are left to the driver: all are checked then.
        if (visible.isEmpty() || !visible.get().matches("\\s*\\d+(\\s*,\\s*\\d+)*\\s*")) {
            return all.stream().map(Map.Entry::getValue).toList();
        }
        List<String> indices = List.of(visible.get().strip().split("\\s*,\\s*"));
        return all.stream()
                .filter(entry -> indices.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Optional<String> listing() {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "nvidia-smi",
                                "--query-gpu=index,name,compute_cap",
                                "--format=csv,noheader")
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException toolIsMissing) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
