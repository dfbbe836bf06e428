package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the fields of an example from a row, as the columns of a task's definition say. */
final class FieldReader {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final RawRow row;
    private final long rowNumber;

    /**
     * @param rowNumber number, from 0, that the row has if it is kept
     */
    FieldReader(RawRow row, long rowNumber) {
        this.row = row;
        this.rowNumber = rowNumber;
    }

    /**
     * The text of a field; empty where it is absent.
     *
     * @throws RowProblem where the row does not have what the field is made from
     */
    String read(ColumnRef field) {
        if (field instanceof ColumnRef.RowCount) {
            return Long.toString(rowNumber);
        }
        if (field instanceof ColumnRef.Constant constant) {
            return constant.text();
        }
        if (field instanceof ColumnRef.Template template) {
            StringBuilder text = new StringBuilder();
            template.parts().forEach(part -> text.append(read(part)));
            return text.toString();
        }
        if (field instanceof ColumnRef.Cases cases) {
            return read(cases);
        }
        if (field instanceof ColumnRef.Replacement replacement) {
            return read(replacement);
        }
        if (field instanceof ColumnRef.Filled filled) {
            return filled(read(filled.in()), filled, read(filled.by()));
        }
        return field instanceof ColumnRef.Absent ? "" : row.text(field);
    }

    /**
     * The texts of a field that is a list; none where it is absent.
     *
     * @param wordByWord as {@link RawRow#texts}
     * @throws RowProblem where the row does not have what the field is made from
     */
    List<String> readList(ColumnRef field, boolean wordByWord) {
        if (field instanceof ColumnRef.Several several) {
            return several.parts().stream().map(this::read).toList();
        }
        if (field instanceof ColumnRef.Parts parts) {
            return Pattern.compile(parts.separator(), Pattern.LITERAL)
                    .splitAsStream(read(parts.of()))
                    .map(String::strip)
                    .toList();
        }
        if (field instanceof ColumnRef.Filled filled) {
            String text = read(filled.in());
            return readList(filled.by(), wordByWord).stream()
                    .map(by -> filled(text, filled, by))
                    .toList();
        }
        if (field instanceof ColumnRef.Stretches stretches) {
            return TextStretches.cut(
                    read(stretches.of()),
                    readList(stretches.firsts(), true),
                    readList(stretches.lasts(), true),
                    stretches);
        }
        if (field instanceof ColumnRef.Distinct distinct) {
            return readList(distinct.of(), wordByWord).stream().distinct().toList();
        }
        if (field instanceof ColumnRef.MarkedAnswer answer) {
            return MarkedAnswerText.parse(read(answer.of()), answer);
        }
        boolean isInRow =
                field instanceof ColumnRef.Index
                        || field instanceof ColumnRef.Name
                        || field instanceof ColumnRef.From;
        return isInRow
                ? row.texts(field, wordByWord)
                : ListText.parse(read(field), field, wordByWord);
    }

    private String read(ColumnRef.Cases cases) {
        String text = read(cases.of());
        String stands = cases.cases().get(text);
        if (stands == null) {
            throw new RowProblem(
                    "%s is \"%s\", but has to be one of %s. Correct the row, or cases in the task's definition."
                            .formatted(cases.of(), text, cases.cases().keySet()));
        }
        return stands;
    }

    private static String filled(String text, ColumnRef.Filled filled, String by) {
        if (!text.contains(filled.mark())) {
            throw new RowProblem(
                    "%s is \"%s\", which has no %s to be filled. Correct the row, or fill in the task's definition."
                            .formatted(filled.in(), text, filled.mark()));
        }
        return text.replace(filled.mark(), by);
    }

    private String read(ColumnRef.Replacement replacement) {
        String text = read(replacement.in());
        String replaced = read(replacement.replaced());
        int start = startOfWord(text, read(replacement.fromWord()));
        Matcher found = wholeWords(replaced).matcher(text);
        if (start < 0 || !found.find(start)) {
            throw new RowProblem(
                    ("\"%s\" (%s) does not stand in %s from word %s on. Correct the row, or the"
                                    + " column in the task's definition.")
                            .formatted(
                                    replaced,
                                    replacement.replaced(),
                                    replacement.in(),
                                    read(replacement.fromWord())));
        }
        return text.substring(0, found.start())
                + read(replacement.by())
                + text.substring(found.end());
    }

    /** Where a word begins, of those that blanks separate; -1 where there are not as many. */
    private static int startOfWord(String text, String number) {
        int words;
        try {
            words = Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new RowProblem(
                    "\"%s\" is not the number of a word. Correct the row.".formatted(number));
        }
        Matcher blanks = BLANKS.matcher(text);
        int start = 0;
        for (int word = 0; word < words; word++) {
            if (!blanks.find()) {
                return -1;
            }
            start = blanks.end();
        }
        return words < 0 ? -1 : start;
    }

    /** Neither "it" in "with" nor "he" in "the" is the pronoun. */
    private static Pattern wholeWords(String words) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(words) + "(?![\\p{L}\\p{N}])");
    }
}
