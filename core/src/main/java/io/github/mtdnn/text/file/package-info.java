/** Reads the files in which tokenizers are published. */
package io.github.mtdnn.text.file;
