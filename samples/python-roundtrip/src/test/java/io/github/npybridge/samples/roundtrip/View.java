package io.github.npybridge.samples.roundtrip;

import io.github.npybridge.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/// One view of an array of the shape [#BASE], in both languages.
///
/// @param python an expression of the array `a`
/// @param java the same of a tensor
record View(String python, UnaryOperator<Tensor> java) {
  static final long[] BASE = {4, 6, 5};

  /// Views that may be written.
  static final List<View> WRITABLE =
      List.of(
          indexed("..."),
          indexed("::-1"),
          indexed(":, ::-2"),
          indexed("::2, 1:5:3, ::-1"),
          indexed("..., 0"),
          indexed("2"),
          indexed(":, -1, 4:0:-2"),
          indexed("1:3, ..., ::-1"),
          indexed("3, 5, 4, ..."),
          indexed("1:1"),
          indexed("..., None, 2"),
          new View("a.T", Tensor::transpose),
          new View("a.transpose(1, 2, 0)", t -> t.permute(1, 2, 0)),
          new View("a[::2, ::-1].T", t -> t.slice("::2, ::-1").transpose()),
          new View("np.flip(a)", Tensor::flip),
          new View("np.flip(a, (0, 2))", t -> t.flip(0, 2)),
          new View("a.reshape(4, 2, 3, 5)", t -> t.reshape(4, 2, 3, 5)),
          new View("np.expand_dims(a, -1)", t -> t.unsqueeze(-1)),
          new View("a[:, :1].squeeze()", t -> t.slice(":, :1").squeeze()),
          new View("a[:, -2]", t -> t.select(1, -2)));

  /// Views of a large matrix.
  static final List<View> LARGE =
      List.of(indexed("..."), indexed("::-1, ::2"), new View("a.T", Tensor::transpose));

  /// Views that repeat elements.
  static final List<View> REPEATING =
      List.of(
          new View("np.broadcast_to(a, (2, 4, 6, 5))", t -> t.broadcastTo(2, 4, 6, 5)),
          new View(
              "np.broadcast_to(a[:, :1], (4, 3, 5))", t -> t.slice(":, :1").broadcastTo(4, 3, 5)));

  /// Views of the parts of complex arrays.
  static final List<View> PARTS =
      List.of(
          new View("a.real", Tensor::real),
          new View("a.imag", Tensor::imag),
          new View("a[..., ::-2].imag.T", t -> t.slice("..., ::-2").imag().transpose()));

  private static View indexed(String index) {
    return new View("a[" + index + "]", t -> t.slice(index));
  }
}
