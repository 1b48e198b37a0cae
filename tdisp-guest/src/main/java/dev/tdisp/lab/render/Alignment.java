package dev.tdisp.lab.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts two lists side by side so that as many texts as possible stand beside the same text. */
final class Alignment {
    /** Of longer lists, only what both begin and end with is put side by side. */
    private static final long MOST_WORK = 40_000_000;

    private final List<DiffEntry> left;
    private final List<DiffEntry> right;
    private final List<Row> rows = new ArrayList<>();

    private Alignment(List<DiffEntry> left, List<DiffEntry> right) {
        this.left = left;
        this.right = right;
    }

    /**
     * A row.
     *
     * @param left what stands on the left, if anything
     * @param right what stands on the right, if anything
     */
    record Row(Optional<DiffEntry> left, Optional<DiffEntry> right) {}

    static List<Row> of(List<DiffEntry> left, List<DiffEntry> right) {
        var alignment = new Alignment(left, right);
        alignment.align();
        return alignment.rows;
    }

    private void align() {
        int head = 0;
        while (head < Math.min(left.size(), right.size()) && isSame(head, head)) {
            both(head, head);
            head++;
        }
        int tail = 0;
        while (tail < Math.min(left.size(), right.size()) - head
                && isSame(left.size() - 1 - tail, right.size() - 1 - tail)) {
            tail++;
        }
        middle(head, left.size() - tail, right.size() - tail);
        for (int i = tail; i > 0; i--) {
            both(left.size() - i, right.size() - i);
        }
    }

    private void middle(int start, int leftEnd, int rightEnd) {
        boolean isSmall = (long) (leftEnd - start) * (rightEnd - start) <= MOST_WORK;
        int[][] common = isSmall ? common(start, leftEnd, rightEnd) : new int[0][0];
        int i = start;
        int j = start;
        while (isSmall && i < leftEnd && j < rightEnd) {
            if (isSame(i, j)) {
                both(i, j);
                i++;
                j++;
            } else if (common[i - start + 1][j - start] >= common[i - start][j - start + 1]) {
                onlyLeft(i);
                i++;
            } else {
                onlyRight(j);
                j++;
            }
        }
        for (; i < leftEnd; i++) {
            onlyLeft(i);
        }
        for (; j < rightEnd; j++) {
            onlyRight(j);
        }
    }

    /** Counts for each pair of places how many texts both have in common from there on. */
    private int[][] common(int start, int leftEnd, int rightEnd) {
        var lengths = new int[leftEnd - start + 1][rightEnd - start + 1];
        for (int i = leftEnd - 1; i >= start; i--) {
            for (int j = rightEnd - 1; j >= start; j--) {
                int row = i - start;
                int column = j - start;
                lengths[row][column] = isSame(i, j)
                        ? lengths[row + 1][column + 1] + 1
                        : Math.max(lengths[row + 1][column], lengths[row][column + 1]);
            }
        }
        return lengths;
    }

    private boolean isSame(int i, int j) {
        return left.get(i).text().equals(right.get(j).text());
    }

    private void both(int i, int j) {
        rows.add(new Row(Optional.of(left.get(i)), Optional.of(right.get(j))));
    }

    private void onlyLeft(int i) {
        rows.add(new Row(Optional.of(left.get(i)), Optional.empty()));
    }

    private void onlyRight(int j) {
        rows.add(new Row(Optional.empty(), Optional.of(right.get(j))));
    }
}
