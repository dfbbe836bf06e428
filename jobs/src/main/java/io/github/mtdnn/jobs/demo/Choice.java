package io.github.mtdnn.jobs.demo;

import java.util.List;
import java.util.SplittableRandom;

/** Draws from a seed; the same seed draws the same. */
final class Choice {
    private final SplittableRandom random;

    Choice(long seed) {
        random = new SplittableRandom(seed);
    }

    <T> T of(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** One of the items, but not {@code taken}. */
    <T> T otherThan(T taken, List<T> items) {
        T item = of(items);
        while (item.equals(taken)) {
            item = of(items);
        }
        return item;
    }

    @SafeVarargs
    final <T> T among(T... items) {
        return items[random.nextInt(items.length)];
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** 0 to {@code bound} - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> void shuffle(List<T> items) {
        for (int i = items.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T item = items.get(i);
            items.set(i, items.get(j));
            items.set(j, item);
        }
    }
}
