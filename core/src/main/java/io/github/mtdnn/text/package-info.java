/**
 * From text to token ids: the tokenizers of BERT (WordPiece) and of GPT-2 and RoBERTa (byte-level
 * byte pairs), and sequences with their specials.
 */
package io.github.mtdnn.text;
