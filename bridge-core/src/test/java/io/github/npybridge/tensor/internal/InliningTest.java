package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.api.Test;

/// Holds what the speed of element access rests on and no behaviour shows: which methods HotSpot
/// can inline. Its limit for hot methods is `FreqInlineSize`, 325 bytes of bytecode.
class InliningTest {
  private static final int FREQ_INLINE_SIZE = 325;

  /// With short ones, an accessor that had met a second dtype became a call for each element.
  @Test
  void convertingAccessIsTooLongToBeInlined() throws IOException {
    assertThat(codeLength(Scalars.class, "read")).isGreaterThan(FREQ_INLINE_SIZE);
    assertThat(codeLength(Scalars.class, "write")).isGreaterThan(FREQ_INLINE_SIZE);
  }

  @Test
  void elementAccessIsShortEnoughToBeInlined() throws IOException {
    for (String name : new String[] {"getByte", "getDouble", "setByte", "setDouble"}) {
      assertThat(codeLength(Access.class, name)).isLessThan(FREQ_INLINE_SIZE / 2);
    }
  }

  /// As a single method that knew every pair, it had no compiled code at all in some programs.
  @Test
  void copiesOfRunsAreShortEnoughToBeInlined() throws IOException {
    for (String name : new String[] {"copy", "copyToArray", "copyFromArray"}) {
      assertThat(codeLength(Runs.class, name)).isLessThan(FREQ_INLINE_SIZE);
    }
  }

  private static int codeLength(Class<?> type, String method) throws IOException {
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
      return model.methods().stream()
          .filter(m -> m.methodName().equalsString(method))
          .mapToInt(InliningTest::codeLength)
          .max()
          .orElseThrow();
    }
  }

  private static int codeLength(MethodModel method) {
    return ((CodeAttribute) method.code().orElseThrow()).codeLength();
  }
}
