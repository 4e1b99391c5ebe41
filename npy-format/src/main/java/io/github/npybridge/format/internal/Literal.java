package io.github.npybridge.format.internal;

import java.math.BigInteger;
import java.util.List;

/// A value of the part of Python's literal grammar that headers are made of.
public sealed interface Literal {
  /// Where the value starts, in characters from the start of the text.
  int at();

  /// What the value is, for messages: `a list`.
  String what();

  /// A `str`.
  record Str(int at, String value) implements Literal {
    @Override
    public String what() {
      return PythonText.excerpt(value);
    }
  }

  /// An `int` of any size.
  record Int(int at, BigInteger value) implements Literal {
    @Override
    public String what() {
      return value.toString();
    }
  }

  /// `True` or `False`.
  record Bool(int at, boolean value) implements Literal {
    @Override
    public String what() {
      return value ? "True" : "False";
    }
  }

  /// `None`.
  record None(int at) implements Literal {
    @Override
    public String what() {
      return "None";
    }
  }

  /// A `tuple`.
  record Tuple(int at, List<Literal> items) implements Literal {
    @Override
    public String what() {
      return "a tuple of " + items.size();
    }
  }

  /// A `list`.
  record Array(int at, List<Literal> items) implements Literal {
    @Override
    public String what() {
      return "a list";
    }
  }

  /// A `dict`, its entries in the order of the text.
  record Dict(int at, List<Entry> entries) implements Literal {
    @Override
    public String what() {
      return "a dictionary";
    }
  }

  /// One entry of a dictionary.
  record Entry(Literal key, Literal value) {}
}
