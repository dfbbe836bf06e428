package io.github.mtdnn.text;

import io.github.mtdnn.text.PieceTrieBuilder.Node;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds a place in the arrays of a {@link PieceTrie} for every node, so that no two share one. */
final class DoubleArray {
    private static final int STRIDE = PieceTrie.STRIDE;

    private final int symbolEnd;
    private final BitSet taken = new BitSet();

    /** The least place that is free: the search for one need not begin before it. */
    private int leastFree;

    private final Map<List<Integer>, Integer> popListStarts = new IdentityHashMap<>();
    private int[] nodes = {};
    private int[] popLists = {};
    private int popListsLength;

    /**
     * @param symbolEnd one stride past the greatest symbol
     */
    DoubleArray(int symbolEnd) {
        this.symbolEnd = symbolEnd;
    }

    PieceTrie place(Node start, Node continuation) {
        reserve(0);
        start.place = PieceTrie.START;
        continuation.place = PieceTrie.CONTINUATION;
        taken.set(0, PieceTrie.DEAD / STRIDE + 1);
        nodes[PieceTrie.DEAD + PieceTrie.LINK] = PieceTrie.DEAD;
        // All places first, since links lead back and forth.
        Deque<Node> placed = new ArrayDeque<>();
        Deque<Node> waiting = new ArrayDeque<>(List.of(start, continuation));
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            placed.add(node);
            if (node.children.length > 0) {
                placeChildren(node);
                waiting.addAll(Arrays.asList(node.children));
            }
        }
        placed.forEach(this::storeFailure);
        return new PieceTrie(nodes, Arrays.copyOf(popLists, popListsLength));
    }

    private void storeFailure(Node node) {
        nodes[node.place + PieceTrie.LINK] = node.link == null ? PieceTrie.DEAD : node.link.place;
        nodes[node.place + PieceTrie.POPS] = pops(node);
    }

    private int pops(Node node) {
        return switch (node.pops.size()) {
            case 0 -> PieceTrie.NONE;
            case 1 -> node.pops.get(0);
            default -> -2 - popListStarts.computeIfAbsent(node.pops, this::storePopList);
        };
    }

    private int storePopList(List<Integer> pops) {
        int start = popListsLength;
        popListsLength += pops.size() + 1;
        if (popListsLength > popLists.length) {
            popLists = Arrays.copyOf(popLists, 2 * popListsLength);
        }
        popLists[start] = pops.size();
        for (int i = 0; i < pops.size(); i++) {
            popLists[start + 1 + i] = pops.get(i);
        }
        return start;
    }

    private void placeChildren(Node node) {
        int base = freeBase(node.symbols);
        reserve(base);
        nodes[node.place] = base;
        for (int i = 0; i < node.children.length; i++) {
            int place = base + node.symbols[i];
            node.children[i].place = place;
            taken.set(place / STRIDE);
            nodes[place + PieceTrie.PARENT] = node.place;
        }
    }

    /** The least base at which the places of all children are free. */
    private int freeBase(int[] symbols) {
        int first = symbols[0] / STRIDE;
        leastFree = taken.nextClearBit(leastFree);
        int place = taken.nextClearBit(Math.max(first, leastFree));
        while (!allFree(symbols, place - first)) {
            place = taken.nextClearBit(place + 1);
        }
        return (place - first) * STRIDE;
    }

    private boolean allFree(int[] symbols, int base) {
        for (int symbol : symbols) {
            if (taken.get(base + symbol / STRIDE)) {
                return false;
            }
        }
        return true;
    }

    /** Makes the array long enough for every symbol at a base, so that no read is checked. */
    private void reserve(int base) {
        int needed = Math.max(base + symbolEnd, PieceTrie.DEAD + STRIDE);
        int oldLength = nodes.length;
        if (oldLength < needed) {
            nodes = Arrays.copyOf(nodes, Math.max(needed, (oldLength + oldLength / 4) & -STRIDE));
            for (int place = oldLength; place < nodes.length; place += STRIDE) {
                nodes[place + PieceTrie.PARENT] = PieceTrie.NONE;
                nodes[place + PieceTrie.POPS] = PieceTrie.NONE;
            }
        }
    }
}
