package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The elements of a structured tensor, read and written as instances of a Java record.
///
/// ```java
/// // Python: np.zeros(3, dtype=[("name", "U8"), ("pos", [("x", "<f4"), ("y", "<f4")]), ("n", "<i4")])
/// record Pos(float x, float y) {}
/// record Body(String name, Pos pos, int n) {}
/// Records<Body> bodies = tensor.records(Body.class);
/// bodies.set(new Body("sun", new Pos(0, 0), 8), 0);
/// Body sun = bodies.get(0);
/// ```
///
/// Components are found by name. Their types are those of the typed accessors: `boolean` for bool,
/// `byte` to `double` for numbers that they hold, [Complex], [String] for `U` and `S`, `byte[]` for
/// `S` and opaque items, `Instant`, `LocalDateTime`, `LocalDate`, `Duration` (or `long`, the ticks)
/// for times, a record for a record. A field that is an array takes a [Tensor], which is a view, or
/// an array of `boolean` to `double` for one axis. Fields without a component are left alone.
///
/// **View or copy**: an instance is a copy; [#set] writes to the tensor's memory.
///
/// **Threads**: as the tensor.
///
/// @param <R> the Java record
public final class Records<R extends Record> {
  private final Tensor tensor;
  private final MethodHandle constructor;
  private final List<Component> components;

  Records(Tensor tensor, Class<R> type) {
    if (!(tensor.dtype() instanceof DType.Struct struct)) {
      throw new IllegalArgumentException(
          "records: expected a structured dtype, found " + tensor.dtype());
    }
    this.tensor = tensor;
    List<Component> found = new ArrayList<>();
    RecordComponent[] parts = type.getRecordComponents();
    for (RecordComponent part : parts) {
      if (struct.field(part.getName()).isEmpty()) {
        throw new IllegalArgumentException(
            "records: expected a field for the component "
                + part.getName()
                + " of "
                + type.getName()
                + ", found only "
                + struct.fields().stream().map(DType.Field::name).toList());
      }
      found.add(component(part));
    }
    this.components = List.copyOf(found);
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    this.constructor = constructor(type, types).asSpreader(Object[].class, types.length);
  }

  private Component component(RecordComponent part) {
    Tensor field = tensor.field(part.getName());
    FieldBinding binding = FieldBinding.of(field, tensor.ndim(), part.getType());
    Class<?> type = part.getDeclaringRecord();
    if (binding == null) {
      throw new IllegalArgumentException(
          "records: expected a type that holds "
              + field.dtype()
              + " for the component "
              + part.getName()
              + " of "
              + type.getName()
              + ", found "
              + part.getType().getSimpleName());
    }
    try {
      part.getAccessor().setAccessible(true);
      MethodHandle accessor = MethodHandles.lookup().unreflect(part.getAccessor());
      return new Component(
          field, accessor.asType(MethodType.methodType(Object.class, Record.class)), binding);
    } catch (IllegalAccessException | RuntimeException e) {
      throw closed(type, e);
    }
  }

  private static MethodHandle constructor(Class<?> type, Class<?>... types) {
    try {
      var canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return MethodHandles.lookup().unreflectConstructor(canonical);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw closed(type, e);
    }
  }

  private static IllegalArgumentException closed(Class<?> type, Exception cause) {
    return new IllegalArgumentException(
        "records: expected a record that may be constructed from here, found "
            + type.getName()
            + "; open its package to the module "
            + Records.class.getModule().getName(),
        cause);
  }

  /// The axis lengths of the tensor.
  public Shape shape() {
    return tensor.shape();
  }

  /// Reads one element.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if a text is none that a `String` holds
  /// @throws ArithmeticException if a time is NaT, or none that its Java type holds
  /// @throws IllegalStateException if the file or its arena is closed
  public R get(long... index) {
    Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = components.get(i).get(index);
    }
    return construct(values);
  }

  @SuppressWarnings("unchecked") // the constructor's own class
  private R construct(Object... values) {
    try {
      return (R) constructor.invoke(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException("records: expected a constructor that returns", e);
    }
  }

  /// Writes one element, exactly. What the record has no component for stays as it is. If a value
  /// does not fit its field, fields before it may have been written.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if a field does not hold its value
  /// @throws ArithmeticException if a time is no whole number of the field's ticks
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public void set(R value, long... index) {
    for (Component component : components) {
      component.set(value, index);
    }
  }

  /// All elements in C order, each read when it is asked for.
  public Stream<R> stream() {
    long[] dims = tensor.shape().toArray();
    return LongStream.range(0, tensor.size())
        .mapToObj(position -> {
          long[] index = new long[dims.length];
          long rest = position;
          for (int axis = dims.length - 1; axis >= 0; axis--) {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
          }
          return get(index);
        });
  }

  /// One component of the record, and the field that it stands for.
  private record Component(Tensor field, MethodHandle accessor, FieldBinding binding) {
    Object get(long... index) {
      return binding.get(field, index);
    }

    void set(Record value, long... index) {
      Object part;
      try {
        part = (Object) accessor.invokeExact(value);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalArgumentException("records: expected an accessor that returns", e);
      }
      if (part == null) {
        throw new IllegalArgumentException("records: expected a value, found null in " + value);
      }
      binding.set(field, part, index);
    }
  }
}
