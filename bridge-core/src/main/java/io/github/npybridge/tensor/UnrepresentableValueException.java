package io.github.npybridge.tensor;

import java.util.Arrays;

/// A value that the dtype asked for cannot hold: a float beyond the range of an integer dtype, any
/// value that [Casting#SAME_VALUE] would have to change, or a number in a list that does not fit.
public final class UnrepresentableValueException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final long[] index;

  /// A refusal.
  ///
  /// @param problem what cannot be done
  /// @param value the value as text
  /// @param index where the first such value stands in the source
  /// @param remedy what to do, or an empty text
  public UnrepresentableValueException(String problem, String value, long[] index, String remedy) {
    super(
        problem
            + ": found "
            + value
            + " at index "
            + Arrays.toString(index)
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.index = index.clone();
  }

  /// Where the first such value stands in the source, one number an axis.
  public long[] index() {
    return index.clone();
  }
}
