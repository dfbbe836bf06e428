package io.github.mtdnn.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.task.ColumnRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@link Settings} as a tree of maps, lists and scalars under their keys, for tables and hashes.
 */
final class SettingsTree {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_LENGTH = 16;

    /**
     * Settings that change where things lie or how the work is cut up, not what comes out; and raw
     * data and vocabulary, whose contents the data hash covers.
     */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "run.directory",
                    "run.id",
                    "data.raw",
                    "data.task-files",
                    "data.shard-rows",
                    "encoder.vocab",
                    "encoder.merges",
                    "refine.averaging.chunk-bytes",
                    "refine.checkpoint-rounds",
                    "refine.resume",
                    "finetune.parallel-tasks",
                    "evaluate.batch-tokens",
                    "kernels.threads",
                    "spark",
                    "tasks.sources.paths",
                    "tasks.sources.url");

    private SettingsTree() {}

    /** As JSON, without secrets. */
    static String masked(Settings settings) {
        return json(tree(settings, "", Set.of()));
    }

    /**
     * The first digits of the SHA-256 of everything that has an effect on results.
     *
     * @param leftOut further keys that have none on the result in question
     */
    static String hash(Settings settings, Set<String> leftOut) {
        Set<String> withoutEffect = new HashSet<>(WITHOUT_EFFECT);
        withoutEffect.addAll(leftOut);
        byte[] json = json(tree(settings, "", withoutEffect)).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Keys are sorted, so that the order of components does not matter. */
    private static Object tree(Object value, String path, Set<String> leftOut) {
        if (value instanceof ColumnRef column) {
            return column.toString();
        }
        if (value instanceof Record settings) {
            Map<String, Object> tree = new TreeMap<>();
            for (RecordComponent component : settings.getClass().getRecordComponents()) {
                String key = Names.kebab(component.getName());
                String inner = path.isEmpty() ? key : path + "." + key;
                if (!leftOut.contains(inner)) {
                    tree.put(key, tree(read(component, settings), inner, leftOut));
                }
            }
            return tree;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> tree = new TreeMap<>();
            map.forEach(
                    (key, inner) -> {
                        String name = key instanceof Enum<?> e ? Names.kebab(e) : (String) key;
                        tree.put(name, tree(inner, name, leftOut));
                    });
            return tree;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> tree(element, path, leftOut)).toList();
        }
        if (value instanceof Enum<?> choice) {
            return Names.kebab(choice);
        }
        return value instanceof String text ? Secrets.mask(path, text) : value;
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static String json(Object tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and scalars are always JSON", e);
        }
    }
}
