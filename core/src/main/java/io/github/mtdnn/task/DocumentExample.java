package io.github.mtdnn.task;

/**
 * A text of any length, to learn the language from.
 *
 * @param text its paragraphs with empty lines between them, or a paragraph a line
 */
public record DocumentExample(String uid, String text) implements Example {

    @Override
    public DocumentExample withUid(String other) {
        return new DocumentExample(other, text);
    }
}
