package io.github.mtdnn.spark.train.store;

import io.github.mtdnn.checkpoint.EncoderConfigFile;
import io.github.mtdnn.checkpoint.WeightsFile;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.kernels.Nd4jTransfer;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.text.file.TokenizerConfigFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network on disk as the usual tools know it: {@code config.json}, {@code model.safetensors} and
 * the files of the tokenizer in one directory.
 *
 * @param files the directory's file system
 * @param directory where the files are
 */
public record ModelDirectory(FileSystem files, Path directory) {
    private static final int BUFFER_BYTES = 1 << 20;

    /** The directory at a path or URI. */
    public static ModelDirectory at(String location, Configuration hadoop) {
        try {
            Path path = new Path(location);
            return new ModelDirectory(path.getFileSystem(hadoop), path);
        } catch (IOException | IllegalArgumentException e) {
            throw new DataFormatException(
                    "%s is not a directory that can be reached: %s. Correct the path of the checkpoint."
                            .formatted(location, e.getMessage()),
                    e);
        }
    }

    /** Writes all files; the directory is the caller's to put in place. */
    public void write(NetworkSpec network, TokenizerFiles tokenizer, INDArray parameters)
            throws IOException {
        writeBytes(
                EncoderConfigFile.NAME, EncoderConfigFile.write(network, tokenizer.open().padId()));
        for (Map.Entry<String, byte[]> file : tokenizer.contents().entrySet()) {
            writeBytes(file.getKey(), file.getValue());
        }
        writeBytes(
                TokenizerConfigFile.NAME,
                TokenizerConfigFile.write(tokenizer, network.encoder().maxPositionEmbeddings()));
        try (OutputStream out =
                new BufferedOutputStream(
                        files.create(new Path(directory, WeightsFile.NAME), true), BUFFER_BYTES)) {
            WeightsFile.write(
                    out,
                    new ParameterLayout(network),
                    (offset, length) -> Nd4jTransfer.read(parameters, offset, length));
        }
    }

    /** The network's description; without heads where the checkpoint is a published encoder. */
    public NetworkSpec readSpec() {
        return EncoderConfigFile.read(
                readBytes(EncoderConfigFile.NAME),
                new Path(directory, EncoderConfigFile.NAME).toString());
    }

    /** Overwrites those of the network's parameters that the weights file holds. */
    public WeightsFile.Report readWeights(NetworkSpec network, INDArray parameters) {
        Path file = new Path(directory, WeightsFile.NAME);
        try (InputStream in = new BufferedInputStream(open(file), BUFFER_BYTES)) {
            return WeightsFile.read(
                    in,
                    file.toString(),
                    new ParameterLayout(network),
                    (offset, values) -> Nd4jTransfer.write(values, parameters, offset));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Overwrites all of the network's parameters.
     *
     * @throws DataFormatException if the weights file lacks one
     */
    public void readAllWeights(NetworkSpec network, INDArray parameters) {
        List<String> missing = readWeights(network, parameters).initialised();
        if (!missing.isEmpty()) {
            throw new DataFormatException(
                    "%s lacks %d of the parameters that %s beside it describes, %s for one. Take both files of the same checkpoint."
                            .formatted(
                                    new Path(directory, WeightsFile.NAME),
                                    missing.size(),
                                    EncoderConfigFile.NAME,
                                    missing.get(0)));
        }
    }

    public boolean exists() {
        try {
            return files.exists(new Path(directory, WeightsFile.NAME));
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private void writeBytes(String name, byte[] content) throws IOException {
        try (OutputStream out = files.create(new Path(directory, name), true)) {
            out.write(content);
        }
    }

    private byte[] readBytes(String name) {
        Path file = new Path(directory, name);
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private InputStream open(Path file) throws IOException {
        try {
            return files.open(file);
        } catch (FileNotFoundException e) {
            throw new DataFormatException(
                    "%s is missing. A checkpoint is a directory with %s, %s and the tokenizer's files; correct encoder.weights, finetune.from or evaluate.from, or run the job that writes it."
                            .formatted(file, EncoderConfigFile.NAME, WeightsFile.NAME),
                    e);
        }
    }

    private static DataFormatException unreadable(Path file, IOException e) {
        return new DataFormatException(
                "%s cannot be read: %s. Copy it again from where it came from."
                        .formatted(file, e.getMessage()),
                e);
    }
}
