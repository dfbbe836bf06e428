package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the {@link PieceTrie} of a vocabulary. */
final class PieceTrieBuilder {
    private final Vocabulary vocabulary;
    private final Map<Integer, Integer> symbols;

    PieceTrieBuilder(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.symbols = symbolsByFrequency(vocabulary);
    }

    /** A node while the trie is built. */
    static final class Node {
        private static final int[] NO_SYMBOLS = {};
        private static final Node[] NO_NODES = {};

        /** What leads to the children, in ascending order. */
        int[] symbols = NO_SYMBOLS;

        /** The children, in the order of their symbols. */
        Node[] children = NO_NODES;

        int pieceId = PieceTrie.NONE;

        /** Where {@link PieceTrie#LINK} leads; {@code null} for nowhere. */
        Node link;

        List<Integer> pops = List.of();

        /** Its place in the array. */
        int place;

        /** The child that a symbol leads to, or {@code null}. */
        Node child(int symbol) {
            int index = Arrays.binarySearch(symbols, symbol);
            return index < 0 ? null : children[index];
        }

        /** The same, added where there is none. */
        Node addChild(int symbol) {
            int index = Arrays.binarySearch(symbols, symbol);
            if (index >= 0) {
                return children[index];
            }
            int position = -1 - index;
            int moved = symbols.length - position;
            symbols = Arrays.copyOf(symbols, symbols.length + 1);
            children = Arrays.copyOf(children, symbols.length);
            System.arraycopy(symbols, position, symbols, position + 1, moved);
            System.arraycopy(children, position, children, position + 1, moved);
            symbols[position] = symbol;
            children[position] = new Node();
            return children[position];
        }
    }

    /** The symbol of a code point, {@link PieceTrie#UNKNOWN_SYMBOL} for one that no piece holds. */
    int symbol(int codePoint) {
        return symbols.getOrDefault(codePoint, PieceTrie.UNKNOWN_SYMBOL);
    }

    PieceTrie build() {
        Node start = new Node();
        Node continuation = new Node();
        for (int id = 0; id < vocabulary.size(); id++) {
            Node node = vocabulary.continuesWord(id) ? continuation : start;
            for (int codePoint : vocabulary.stem(id).codePoints().toArray()) {
                node = node.addChild(symbol(codePoint));
            }
            node.pieceId = id;
        }
        linkByDepth(start, continuation);
        return new DoubleArray((symbols.size() + 1) * PieceTrie.STRIDE).place(start, continuation);
    }

    /**
     * Numbers for all code points of the pieces, the most frequent first, which keeps the children
     * of most nodes close together.
     */
    private static Map<Integer, Integer> symbolsByFrequency(Vocabulary vocabulary) {
        SortedMap<Integer, Integer> counts = new TreeMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            vocabulary.stem(id).codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
        }
        List<Integer> byFrequency =
                counts.keySet().stream()
                        .sorted((left, right) -> counts.get(right) - counts.get(left))
                        .toList();
        Map<Integer, Integer> symbols = new HashMap<>();
        for (Integer codePoint : byFrequency) {
            symbols.put(codePoint, (symbols.size() + 1) * PieceTrie.STRIDE);
        }
        return symbols;
    }

    /**
     * Sets links and pops (Song et al. 2021, algorithm 2). Breadth first: the link of a node comes
     * from nodes of lesser depth.
     */
    private static void linkByDepth(Node start, Node continuation) {
        List<Node> level = List.of(start, continuation);
        while (!level.isEmpty()) {
            List<Node> below = new ArrayList<>();
            for (Node parent : level) {
                for (int i = 0; i < parent.children.length; i++) {
                    link(parent.children[i], parent, parent.symbols[i], continuation);
                    below.add(parent.children[i]);
                }
            }
            level = below;
        }
    }

    private static void link(Node node, Node parent, int symbol, Node continuation) {
        if (node.pieceId != PieceTrie.NONE) {
            node.link = continuation;
            node.pops = List.of(node.pieceId);
            return;
        }
        List<Integer> popped = new ArrayList<>(parent.pops);
        Node from = parent.link;
        while (from != null && from.child(symbol) == null) {
            popped.addAll(from.pops);
            from = from.link;
        }
        if (from != null) {
            node.link = from.child(symbol);
            // Most inherit the very list of their parent, which is then stored once.
            node.pops = popped.size() == parent.pops.size() ? parent.pops : popped;
        }
    }
}
