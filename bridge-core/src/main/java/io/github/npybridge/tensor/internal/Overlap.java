package io.github.npybridge.tensor.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Whether two strided sets of bytes have a byte in common: `numpy.shares_memory`.
///
/// A byte of the first is at `a + i1*s1 + i2*s2 + ... + p`, one of the second likewise, each index
/// bounded. Moving everything to one side leaves a sum of bounded terms with positive factors that
/// shall reach a number: a search through the terms from the largest factor down, cut off where the
/// rest is out of reach or not divisible. Strides of real arrays are multiples of each other, for
/// which each step has one or two choices.
final class Overlap {
  /// After so many steps the answer is yes, to be on the safe side.
  private static final int MAX_STEPS = 1 << 16;

  /// `factor * x` with `0 <= x <= limit`.
  private record Term(long factor, long limit) {}

  private final List<Term> terms;
  private final long[] reach;
  private final long[] divisors;
  private int steps;

  private Overlap(List<Term> terms) {
    this.terms = terms;
    this.reach = new long[terms.size() + 1];
    this.divisors = new long[terms.size() + 1];
    for (int i = terms.size() - 1; i >= 0; i--) {
      Term term = terms.get(i);
      reach[i] = reach[i + 1] + term.factor * term.limit;
      divisors[i] = gcd(divisors[i + 1], term.factor);
    }
  }

  /// Whether two geometries have a byte in common, in one memory.
  ///
  /// @param distance how many bytes the offsets of the second count from further on than those of
  ///   the first
  static boolean test(
      Geometry one, int itemSize, Geometry other, int otherItemSize, long distance) {
    boolean empty = one.shape().size() == 0 || other.shape().size() == 0;
    if (empty || itemSize == 0 || otherItemSize == 0) {
      return false;
    }
    List<Term> terms = new ArrayList<>();
    // Counted from their lowest bytes, all strides are positive; those of the second are
    // subtracted,
    // so they count from its highest byte instead.
    add(terms, one);
    add(terms, other);
    terms.add(new Term(1, itemSize - 1L + otherItemSize - 1));
    terms.sort(Comparator.comparingLong(Term::factor).reversed());
    long target = distance + other.high(otherItemSize) - 1 - one.low();
    return new Overlap(terms).reaches(0, target);
  }

  private static void add(List<Term> terms, Geometry geometry) {
    for (int axis = 0; axis < geometry.ndim(); axis++) {
      long stride = Math.abs(geometry.strides()[axis]);
      long limit = geometry.shape().dim(axis) - 1;
      if (stride != 0 && limit != 0) {
        terms.add(new Term(stride, limit));
      }
    }
  }

  private boolean reaches(int first, long target) {
    if (target < 0 || target > reach[first]) {
      return false;
    }
    if (target == 0 || ++steps > MAX_STEPS) {
      return true;
    }
    if (target % divisors[first] != 0) {
      return false;
    }
    Term term = terms.get(first);
    long least = Math.ceilDiv(Math.max(0, target - reach[first + 1]), term.factor);
    long most = Math.min(term.limit, target / term.factor);
    for (long x = most; x >= least; x--) {
      if (reaches(first + 1, target - x * term.factor)) {
        return true;
      }
    }
    return false;
  }

  private static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
