package io.github.mtdnn.metric;

import io.github.mtdnn.task.EntityLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tags of a sequence labelling task and the entities that they mark: O outside, and B, I, E, S
 * before a hyphen and the entity's type, as in the schemes IOB1, IOB2, IOE and IOBES. Read
 * leniently, by the rules of conlleval and of seqeval's default mode: an entity
 *
 * <ul>
 *   <li>starts at B or S, at what follows O, E or S, and where the type changes;
 *   <li>ends before B, S or O, after E or S, and where the type changes.
 * </ul>
 *
 * <p>So an I after O opens an entity. Tags of pieces and specials, {@link
 * EntityLabels#CONTINUATION} among them, are no entity wherever they are predicted.
 */
public final class EntityTags {
    /** Label of a position that is not judged. */
    public static final int IGNORED = -1;

    private static final int NO_ENTITY = -1;

    private final List<String> labels;
    private final List<String> types;
    private final char[] prefixes; // of each label
    private final int[] typeNumbers; // of each label, or NO_ENTITY

    private EntityTags(List<String> labels, List<String> types) {
        this.labels = labels;
        this.types = types;
        this.prefixes = new char[labels.size()];
        this.typeNumbers = new int[labels.size()];
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = labels.get(i).charAt(0);
            typeNumbers[i] = isOutside(i) ? NO_ENTITY : types.indexOf(typeOf(labels.get(i)));
        }
    }

    /**
     * Reads a list of labels.
     *
     * @param labels of the task, in the order of their indices
     */
    public static EntityTags of(List<String> labels) {
        for (String label : labels) {
            if (!EntityLabels.isOne(label)) {
                throw new IllegalArgumentException(
                        ("label \"%s\" is neither O nor one of B-, I-, E-, S- and a type, so it"
                                        + " marks no entity; tags without entities, as of parts of"
                                        + " speech, are judged by accuracy")
                                .formatted(label));
            }
        }
        List<String> types =
                labels.stream()
                        .filter(label -> !EntityLabels.isOutside(label))
                        .map(EntityTags::typeOf)
                        .distinct()
                        .sorted()
                        .toList();
        return new EntityTags(List.copyOf(labels), types);
    }

    private static String typeOf(String label) {
        return label.substring(2);
    }

    private boolean isOutside(int label) {
        return EntityLabels.isOutside(labels.get(label));
    }

    /** The types of entities, sorted. */
    public List<String> types() {
        return types;
    }

    /** The entities of one sentence, in its order; its tags given by label index. */
    List<Entity> entities(int[] tags) {
        List<Entity> entities = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < tags.length; i++) {
            if (startsAt(tags, i)) {
                first = i;
            }
            if (typeNumbers[tags[i]] != NO_ENTITY && endsAt(tags, i)) {
                entities.add(new Entity(typeNumbers[tags[i]], first, i));
            }
        }
        return entities;
    }

    private boolean startsAt(int[] tags, int i) {
        return i == 0 || isBorder(tags[i - 1], tags[i]);
    }

    private boolean endsAt(int[] tags, int i) {
        return i == tags.length - 1 || isBorder(tags[i], tags[i + 1]);
    }

    /** Whether no entity goes on from a tag to the next. */
    private boolean isBorder(int tag, int next) {
        return typeNumbers[tag] != typeNumbers[next]
                || prefixes[tag] == 'E'
                || prefixes[tag] == 'S'
                || prefixes[next] == 'B'
                || prefixes[next] == 'S';
    }

    /**
     * The positions at which a sentence of pieces is judged, as MT-DNN stores them: the first is
     * [CLS], the last that is left is [SEP], and the pieces of a word after its first, or padding,
     * are left out.
     *
     * @param labels label index of each position, or {@link #IGNORED}
     */
    public int[] wordPositions(int[] labels) {
        int continuation = this.labels.indexOf(EntityLabels.CONTINUATION);
        int[] left =
                IntStream.range(1, labels.length)
                        .filter(i -> labels[i] != IGNORED && labels[i] != continuation)
                        .toArray();
        return IntStream.of(left).limit(Math.max(0, left.length - 1)).toArray();
    }

    /**
     * @param type number of the type in {@link #types}
     * @param first position of the first word
     * @param last position of the last word
     */
    record Entity(int type, int first, int last) {}
}
