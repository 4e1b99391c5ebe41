package io.github.npybridge.format;

import java.util.Arrays;

/// The `.npy` format, in words and constants.
///
/// A file holds one array: a short prefix, a header in the syntax of a Python dictionary, and the
/// elements.
///
/// ```text
/// offset   size        content
/// 0        6           magic: 93 4E 55 4D 50 59  ("\x93NUMPY")
/// 6        1           major version: 1, 2 or 3
/// 7        1           minor version: 0
/// 8        2 or 4      header length L, unsigned, little-endian (2 bytes in version 1)
/// 10 / 12  L           {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  + padding
/// 10+L / 12+L          the elements, contiguous, in C or Fortran order
/// ...                  anything: NumPy ignores what follows the last element
/// ```
///
/// The data starts where the length field says and nowhere else. Writers pad the header so that
/// this is a multiple of {@value #ALIGNMENT}, but real files start their data at any offset, odd
/// ones included, and some have no newline at the header's end.
///
/// Facts taken from NumPy's `numpy/lib/_format_impl.py` (2.4) and from files found in the wild.
public final class NpyFormat {
  /// The size in bytes of the magic string.
  public static final int MAGIC_SIZE = 6;

  /// The offset in bytes just behind magic and version; the length field starts here.
  public static final int VERSION_END = MAGIC_SIZE + 2;

  /// What a written header is padded to, in bytes (`ARRAY_ALIGN`). Files that are read may differ.
  public static final int ALIGNMENT = 64;

  /// The number of digits kept free for the growing axis of a written shape
  /// (`GROWTH_AXIS_MAX_DIGITS`: as many as 2**64 has, and one more), so that an append can rewrite
  /// the shape in place.
  public static final int GROWTH_DIGITS = 21;

  /// The largest number of axes, that of NumPy 2 (`NPY_MAXDIMS`).
  public static final int MAX_NDIM = 64;

  /// The longest header text that is read unless a reader is told otherwise, in bytes. Ours to
  /// choose: NumPy stops at 10,000 characters, and real structured dtypes need up to 100 kB.
  public static final int DEFAULT_MAX_HEADER_SIZE = 1 << 20;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private NpyFormat() {}

  /// The magic string that every `.npy` file starts with, in a new array.
  public static byte[] magic() {
    return MAGIC.clone();
  }

  /// Whether `head`, the first bytes of a file, starts with the magic string.
  public static boolean isMagic(byte[] head) {
    return head.length >= MAGIC_SIZE && Arrays.equals(MAGIC, 0, MAGIC_SIZE, head, 0, MAGIC_SIZE);
  }
}
