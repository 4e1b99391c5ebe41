package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random chains of views against a [ViewModel]: every element is read, and written through.
///
/// Another seed: `-Dnpybridge.seed=...`, more chains: `-Dnpybridge.chains=...`; the seed of a chain
/// that fails is in the message.
class ViewModelTest {
  private static final int CHAINS = Integer.getInteger("npybridge.chains", 2000);
  private static final long SEED = Long.getLong("npybridge.seed", 1);
  private static final List<DType.Numeric> DTYPES =
      Elements.numericDTypes().filter(d -> d.itemSize() > 1 && d.kind() != 'c').toList();

  private final List<String> steps = new ArrayList<>();
  private Random random = new Random();
  private ViewModel model = ViewModel.of();
  private Tensor tensor = Tensors.zeros(DType.INT8, Shape.scalar());

  @Test
  void viewsReadAndWriteTheElementsOfTheModel() {
    for (long seed = SEED; seed < SEED + CHAINS; seed++) {
      try {
        check(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dnpybridge.seed=" + seed + ": " + steps, e);
      }
    }
  }

  private void check(long seed) {
    random = new Random(seed);
    steps.clear();
    DType.Numeric dtype = DTYPES.get(random.nextInt(DTYPES.size()));
    MemoryOrder order = random.nextBoolean() ? MemoryOrder.C : MemoryOrder.FORTRAN;
    int[] dims =
        random
            .ints(random.nextInt(5), 0, 6)
            .map(n -> random.nextInt(9) == 0 ? n : Math.max(1, n))
            .toArray();
    model = ViewModel.of(dims);
    Shape shape = shape(dims);
    steps.add(dtype + " " + shape + " " + order);
    byte[] logical = Elements.counting(dtype, shape.size());
    byte[] stored = Elements.arrange(logical, dtype, shape, order);
    tensor = SegmentMemory.tensor(MemorySegment.ofArray(stored), dtype, shape, order);
    for (int step = random.nextInt(8); step >= 0; step--) {
      step();
    }

    assertThat(tensor.shape()).isEqualTo(shape(model.dims()));
    long[] ids = Arrays.stream(model.ids()).asLongStream().toArray();
    List<Double> expected = Elements.numbers(dtype, ids);
    assertThat(Elements.read(tensor)).isEqualTo(expected);
    assertThat(Elements.read(tensor.copy())).isEqualTo(expected);
    assertThat(tensor.toDoubleArray())
        .containsExactly(expected.stream().mapToDouble(d -> d).toArray());
    Tensor contiguous = tensor.contiguous();
    assertThat(Elements.units(dtype, contiguous.asSegment().toArray(ValueLayout.JAVA_BYTE)))
        .isEqualTo(Elements.units(dtype, Elements.bytesOf(tensor)));

    Tensor numbers = Elements.over(Elements.counting(dtype, ids.length + 7), dtype, ids.length + 7);
    Tensor source = numbers.slice("7:").reshape(tensor.shape().toArray());
    if (tensor.isReadOnly()) {
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> tensor.copyFrom(source));
    } else {
      tensor.copyFrom(source);
      for (int i = 0; i < ids.length; i++) {
        System.arraycopy(
            Elements.item(dtype, i + 7),
            0,
            logical,
            (int) ids[i] * dtype.itemSize(),
            dtype.itemSize());
      }
    }
    assertThat(Elements.logical(stored, dtype, shape, order)).isEqualTo(logical);
  }

  private static Shape shape(int... dims) {
    return Shape.of(Arrays.stream(dims).asLongStream().toArray());
  }

  private void step() {
    int ndim = model.ndim();
    int axis = ndim == 0 ? 0 : random.nextInt(ndim);
    int length = ndim == 0 ? 0 : model.dims()[axis];
    int fromEnd = random.nextBoolean() ? axis : axis - ndim;
    switch (random.nextInt(8)) {
      case 0 -> {
        if (length > 0) {
          int index = random.nextInt(length);
          int given = random.nextBoolean() ? index : index - length;
          steps.add("select(" + fromEnd + ", " + given + ")");
          tensor = tensor.select(fromEnd, given);
          model = model.select(axis, index);
        }
      }
      case 1 -> {
        if (ndim > 0) {
          slice(axis, length);
        }
      }
      case 2 -> {
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 0; i < ndim; i++) {
          shuffled.add(i);
        }
        Collections.shuffle(shuffled, random);
        int[] axes = shuffled.stream().mapToInt(i -> i).toArray();
        steps.add("permute" + shuffled);
        tensor = tensor.permute(axes);
        model = model.permute(axes);
      }
      case 3 -> {
        if (ndim > 0) {
          steps.add("flip(" + fromEnd + ")");
          tensor = tensor.flip(fromEnd);
          model = model.flip(axis);
        }
      }
      case 4 -> reshape();
      case 5 -> {
        if (ndim < 7) {
          int place = random.nextInt(ndim + 1);
          steps.add("unsqueeze(" + place + ")");
          tensor = tensor.unsqueeze(random.nextBoolean() ? place : place - ndim - 1);
          model = model.unsqueeze(place);
        }
      }
      case 6 -> {
        if (length == 1) {
          steps.add("squeeze(" + fromEnd + ")");
          tensor = tensor.squeeze(fromEnd);
          model = model.squeeze(axis);
        }
      }
      default -> broadcast();
    }
  }

  private void slice(int axis, int length) {
    int start = random.nextInt(length + 1);
    int stop = random.nextInt(length + 1);
    int step = 1 + random.nextInt(3);
    Slice[] parts = new Slice[axis + 1];
    Arrays.fill(parts, Slice.all());
    if (random.nextBoolean()) {
      model = model.slice(axis, start, stop, step);
      boolean fromEnd = random.nextBoolean() && start < length;
      parts[axis] = Slice.range(fromEnd ? start - length : start, stop, step);
    } else {
      // As in Python it starts no later than at the last index; there is no number for the place in
      // front of the first.
      model = model.slice(axis, Math.min(start, length - 1), -1, -step);
      parts[axis] = new Slice.Range((long) start, null, -step);
    }
    steps.add(Arrays.toString(parts));
    tensor = tensor.slice(parts);
  }

  private void reshape() {
    List<Integer> dims = new ArrayList<>();
    int rest = model.ids().length;
    if (rest == 0) {
      dims.add(0);
    }
    for (int factor = 2; rest > 1; ) {
      if (rest % factor == 0 && random.nextInt(3) > 0) {
        dims.add(factor);
        rest /= factor;
      }
      factor = factor >= rest ? 2 : factor + 1;
    }
    Collections.shuffle(dims, random);
    dims.add(random.nextInt(dims.size() + 1), 1);
    int[] target = dims.stream().mapToInt(i -> i).toArray();
    long[] given = shape(target).toArray();
    if (random.nextBoolean() && model.ids().length > 0) {
      given[random.nextInt(given.length)] = -1;
    }
    steps.add("reshape" + Arrays.toString(given));
    try {
      tensor = tensor.reshape(given);
      model = model.reshape(target);
    } catch (CopyRequiredException e) {
      assertThat(tensor.isContiguous()).isFalse();
      List<Double> expected = Elements.read(tensor);
      assertThat(Elements.read(tensor.contiguous().reshape(given))).isEqualTo(expected);
    }
  }

  private void broadcast() {
    int[] target = model.dims().clone();
    for (int axis = 0; axis < target.length; axis++) {
      if (target[axis] == 1 && model.ids().length < 60) {
        target[axis] = random.nextInt(4);
      }
    }
    if (model.ndim() < 7 && random.nextInt(3) == 0) {
      target = IntStream.concat(IntStream.of(2), Arrays.stream(target)).toArray();
    }
    if (ViewModel.size(target) < 2000) {
      steps.add("broadcastTo" + Arrays.toString(target));
      tensor = tensor.broadcastTo(shape(target).toArray());
      model = model.broadcast(target);
    }
  }
}
