package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.List;

/** The parts that a document has by its line breaks. */
final class Paragraphs {
    private Paragraphs() {}

    /**
     * The texts between empty lines, the lines of each joined by blanks; the lines themselves where
     * no empty one stands between them.
     */
    static List<String> of(String document) {
        List<String> lines = document.strip().lines().map(String::strip).toList();
        if (!lines.contains("")) {
            return lines;
        }
        List<String> paragraphs = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : lines) {
            if (!line.isEmpty()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            } else if (!paragraph.isEmpty()) {
                paragraphs.add(paragraph.toString());
                paragraph.setLength(0);
            }
        }
        paragraphs.add(paragraph.toString());
        return paragraphs;
    }
}
