package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.TextExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Candidates that stand in rows of their own: the rows of a group are joined to one line. */
final class GroupLines implements RowLines<Example> {
    private final CanonicalLabels labels;
    private final List<TextExample> group = new ArrayList<>();

    GroupLines(CanonicalLabels labels) {
        this.labels = labels;
    }

    @Override
    public Optional<String> add(Example example) {
        TextExample row = (TextExample) example;
        boolean goesOn = !group.isEmpty() && isSameGroup(group.get(0), row);
        Optional<String> before = goesOn ? Optional.empty() : finish();
        if (goesOn && !row.premise().equals(group.get(0).premise())) {
            throw new UnwritableExample(
                    row,
                    ("the premise is not that of row \"%s\", but canonical tables have one premise"
                                    + " for the candidates of a group, here of \"%s\". Correct the"
                                    + " data, or export tokenised records.")
                            .formatted(group.get(0).uid(), row.group()));
        }
        group.add(row);
        return before;
    }

    /** A row without a group stands alone. */
    private static boolean isSameGroup(TextExample first, TextExample row) {
        return !row.group().isEmpty() && row.group().equals(first.group());
    }

    @Override
    public Optional<String> finish() {
        if (group.isEmpty()) {
            return Optional.empty();
        }
        String line = line();
        group.clear();
        return Optional.of(line);
    }

    private String line() {
        TextExample first = group.get(0);
        if (group.size() == 1) {
            throw new UnwritableExample(
                    first,
                    "a group of one candidate, but canonical tables have two at least of a premise."
                            + " Leave the row out, or export tokenised records.");
        }
        return RankedText.line(
                first.group(),
                first.premise(),
                group.stream()
                        .map(
                                row ->
                                        new RankedText(
                                                row,
                                                row.uid(),
                                                labels.of(row.label()),
                                                row.hypothesis()))
                        .toList());
    }
}
