package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.failure.TaskFailures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Reads the data of a worker's steps one step ahead, on a thread beside the one that trains. At
 * most two steps are in memory: the one in training and the one after it.
 */
final class StepsAhead implements AutoCloseable {
    private final Iterator<String> paths;
    private final MultiDataSetLoader loader;
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "steps-ahead");
                        thread.setDaemon(true);
                        return thread;
                    });
    private Future<MultiDataSet> ahead;

    /**
     * Begins to read the first step.
     *
     * @param loader what it gives has to last until the load after the next one begins
     */
    StepsAhead(Iterator<String> paths, MultiDataSetLoader loader) {
        this.paths = paths;
        this.loader = loader;
        readAhead();
    }

    private void readAhead() {
        if (!paths.hasNext()) {
            ahead = null;
            return;
        }
        PathSource path = new PathSource(paths.next());
        ahead = reader.submit(() -> loader.load(path));
    }

    boolean hasNext() {
        return ahead != null;
    }

    /**
     * The next step; the one before is done with.
     *
     * @throws RuntimeException where it cannot be read
     */
    MultiDataSet next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        MultiDataSet step;
        try {
            step = ahead.get();
        } catch (ExecutionException e) {
            ahead = null;
            throw TaskFailures.unwrap(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the next step", e);
        }
        readAhead();
        return step;
    }

    /** Ends the reading, also of a step that nobody will take. */
    @Override
    public void close() {
        reader.shutdownNow();
    }

    /** A step path in Deeplearning4j's terms; there is no file behind it to open. */
    private record PathSource(String path) implements Source {
        @Override
        public String getPath() {
            return path;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            throw new IOException("a step path names rows of shards, not a file: " + path);
        }
    }
}
