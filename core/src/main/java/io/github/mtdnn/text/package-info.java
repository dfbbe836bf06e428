/**
 * From text to token ids as a published BERT reads it: {@link io.github.mtdnn.text.Vocabulary}, the
 * basic tokenizer, WordPiece, and the sequence with its specials.
 */
package io.github.mtdnn.text;
