package io.github.npybridge.tensor.internal;

import io.github.npybridge.tensor.Slice;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an index in NumPy's syntax: `0:3, ::2, -1`, `...`, `None`.
public final class SliceText {
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE);

  private final String text;

  private SliceText(String text) {
    this.text = text;
  }

  /// The parts of an index.
  ///
  /// @throws IllegalArgumentException if the text is not an index of integers, slices, `...` and
  ///   `None`
  public static List<Slice> parse(String text) {
    return new SliceText(text).parts();
  }

  private List<Slice> parts() {
    String[] parts = text.split(",", -1);
    // As in Python a comma may end the index, but not stand alone.
    int count =
        parts.length > 1 && parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    List<Slice> slices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slices.add(part(parts[i].strip()));
    }
    return slices;
  }

  private Slice part(String part) {
    switch (part) {
      case "..." -> {
        return Slice.ellipsis();
      }
      case "None", "np.newaxis", "numpy.newaxis" -> {
        return Slice.newAxis();
      }
      default -> {
        // an integer or a range
      }
    }
    String[] bounds = part.split(":", -1);
    if (bounds.length > 3) {
      throw malformed();
    }
    Long first = bound(bounds[0]);
    if (bounds.length == 1) {
      if (first == null) {
        throw malformed();
      }
      return Slice.at(first);
    }
    Long step = bounds.length == 3 ? bound(bounds[2]) : null;
    return new Slice.Range(first, bound(bounds[1]), step == null ? 1 : step);
  }

  /// An integer, or null for nothing. What exceeds a `long` exceeds every axis just as far.
  private @Nullable Long bound(String bound) {
    String number = bound.strip();
    if (number.isEmpty() || number.equals("None")) {
      return null;
    }
    boolean signed = number.startsWith("-") || number.startsWith("+");
    String digits = signed ? number.substring(1).strip() : number;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed();
    }
    BigInteger value = new BigInteger(digits).min(LIMIT);
    if (digits.startsWith("0") && value.signum() != 0) {
      // Python refuses leading zeros, since other languages take them for octal.
      throw malformed();
    }
    return number.startsWith("-") ? -value.longValue() : value.longValue();
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "slice: expected integers, start:stop:step, '...' or None, separated by commas, found '"
            + text
            + "'");
  }
}
