package io.github.mtdnn.text;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pieces of a vocabulary as a double-array trie (Aoe 1989): from node n, symbol s leads to node
 * t = base[n] + s if parent[t] = n. A step costs two array reads and no object.
 *
 * <p>Pieces that begin a word hang below {@link #START}, those that continue one (without their
 * {@code ##}) below {@link #CONTINUATION}. Symbols are small numbers for the code points that occur
 * in pieces, the most frequent first. Immutable.
 */
final class PieceTrie {
    static final int START = 0;
    static final int CONTINUATION = 1;

    /** There is no such node, or no such piece. */
    static final int NONE = -1;

    /** Symbol of all code points that no piece holds. */
    static final int UNKNOWN_SYMBOL = 0;

    private static final String CONTINUATION_PREFIX = "##";
    private static final int PAGE_BITS = 8;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final int[][] symbolPages;
    private final int[] base;
    private final int[] parent;
    private final int[] pieceIds;

    PieceTrie(Vocabulary vocabulary) {
        Map<Integer, Integer> symbols = symbolsByFrequency(vocabulary);
        symbolPages = pages(symbols);
        Node start = new Node();
        Node continuation = new Node();
        for (int id = 0; id < vocabulary.size(); id++) {
            String piece = vocabulary.piece(id);
            boolean continues = isContinuation(piece);
            Node node = continues ? continuation : start;
            for (int codePoint : stem(piece).codePoints().toArray()) {
                node = node.children.computeIfAbsent(symbol(codePoint), s -> new Node());
            }
            node.pieceId = id;
        }
        Placement placement = new Placement(symbols.size());
        placement.place(start, continuation);
        base = placement.base;
        parent = placement.parent;
        pieceIds = placement.pieceIds;
    }

    /** The symbol of a code point. */
    int symbol(int codePoint) {
        return symbolPages[codePoint >> PAGE_BITS][codePoint & PAGE_MASK];
    }

    /** The node that a symbol leads to, or {@link #NONE}. */
    int next(int node, int symbol) {
        int target = base[node] + symbol;
        return parent[target] == node ? target : NONE;
    }

    /** The id of the piece that ends at a node, or {@link #NONE}. */
    int pieceId(int node) {
        return pieceIds[node];
    }

    private static boolean isContinuation(String piece) {
        return piece.length() > CONTINUATION_PREFIX.length()
                && piece.startsWith(CONTINUATION_PREFIX);
    }

    /** A piece without the mark of a continuation. */
    private static String stem(String piece) {
        return isContinuation(piece) ? piece.substring(CONTINUATION_PREFIX.length()) : piece;
    }

    /** Numbers from 1 on for all code points of the pieces. */
    private static Map<Integer, Integer> symbolsByFrequency(Vocabulary vocabulary) {
        SortedMap<Integer, Integer> counts = new TreeMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            stem(vocabulary.piece(id)).codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
        }
        List<Integer> byFrequency =
                counts.keySet().stream()
                        .sorted((left, right) -> counts.get(right) - counts.get(left))
                        .toList();
        Map<Integer, Integer> symbols = new HashMap<>();
        for (Integer codePoint : byFrequency) {
            symbols.put(codePoint, symbols.size() + 1);
        }
        return symbols;
    }

    private static int[][] pages(Map<Integer, Integer> symbols) {
        int[][] pages = new int[(Character.MAX_CODE_POINT >> PAGE_BITS) + 1][];
        Arrays.fill(pages, new int[1 << PAGE_BITS]); // one page for all that hold no symbol
        int[] empty = pages[0];
        symbols.forEach(
                (codePoint, symbol) -> {
                    int number = codePoint >> PAGE_BITS;
                    if (pages[number] == empty) {
                        pages[number] = new int[1 << PAGE_BITS];
                    }
                    pages[number][codePoint & PAGE_MASK] = symbol;
                });
        return pages;
    }

    /** A node while the trie is built. */
    private static final class Node {
        private final SortedMap<Integer, Node> children = new TreeMap<>();
        private int pieceId = NONE;
        private int slot;
    }

    /** Finds a place in the arrays for every node, so that no two share one. */
    private static final class Placement {
        private final int numSymbols;
        private final BitSet taken = new BitSet();
        private int[] base = {};
        private int[] parent = {};
        private int[] pieceIds = {};

        Placement(int numSymbols) {
            this.numSymbols = numSymbols;
        }

        void place(Node start, Node continuation) {
            reserve(0);
            start.slot = START;
            continuation.slot = CONTINUATION;
            taken.set(START);
            taken.set(CONTINUATION);
            Deque<Node> waiting = new ArrayDeque<>(List.of(start, continuation));
            while (!waiting.isEmpty()) {
                Node node = waiting.remove();
                pieceIds[node.slot] = node.pieceId;
                if (!node.children.isEmpty()) {
                    placeChildren(node);
                    waiting.addAll(node.children.values());
                }
            }
        }

        private void placeChildren(Node node) {
            int offset = freeOffset(node.children);
            reserve(offset);
            base[node.slot] = offset;
            node.children.forEach(
                    (symbol, child) -> {
                        child.slot = offset + symbol;
                        taken.set(child.slot);
                        parent[child.slot] = node.slot;
                    });
        }

        /** The least offset at which the slots of all children are free. */
        private int freeOffset(SortedMap<Integer, Node> children) {
            int first = children.firstKey();
            int slot = taken.nextClearBit(first);
            while (!allFree(children, slot - first)) {
                slot = taken.nextClearBit(slot + 1);
            }
            return slot - first;
        }

        private boolean allFree(SortedMap<Integer, Node> children, int offset) {
            for (int symbol : children.keySet()) {
                if (taken.get(offset + symbol)) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Makes the arrays long enough for every symbol at an offset, so that no read is checked.
         */
        private void reserve(int offset) {
            int needed = offset + numSymbols + 2;
            if (parent.length < needed) {
                int oldLength = parent.length;
                int newLength = Math.max(needed, oldLength + oldLength / 4);
                base = Arrays.copyOf(base, newLength);
                parent = Arrays.copyOf(parent, newLength);
                pieceIds = Arrays.copyOf(pieceIds, newLength);
                Arrays.fill(parent, oldLength, newLength, NONE);
                Arrays.fill(pieceIds, oldLength, newLength, NONE);
            }
        }
    }
}
