package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The tables of `numpy.can_cast` and `numpy.promote_types`, as NumPy 2.4.6 with ml_dtypes 0.6.0
/// has them (`oracle/cast-tables.json`), and as the NumPy of this machine has them.
class CastTablesTest {
  private static final JsonNode TABLES = AsArrayOracleTest.read("cast-tables.json");
  private static final List<Casting> LEVELS =
      List.of(Casting.NO, Casting.EQUIV, Casting.SAFE, Casting.SAME_KIND, Casting.UNSAFE);
  private static final int PAIRS = 4000;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  private static DType dtype(String text) {
    return AsArrayModel.type(text) == null ? DType.of(text) : DType.of(AsArrayModel.type(text));
  }

  @Test
  void canCastAsNumPy() {
    int entries = 0;
    List<String> failures = new ArrayList<>();
    for (String table : List.of("can_cast", "can_cast_descr")) {
      for (Casting level : Casting.values()) {
        // NumPy's function knows only the levels that no value decides.
        String name =
            level == Casting.SAME_VALUE ? "unsafe" : level.name().toLowerCase(Locale.ROOT);
        for (var row : TABLES.required(table).required(name).properties()) {
          for (var entry : row.getValue().properties()) {
            boolean expected = entry.getValue().booleanValue();
            if (DTypeMapper.canCast(dtype(row.getKey()), dtype(entry.getKey()), level)
                != expected) {
              failures.add(row.getKey() + " to " + entry.getKey() + " " + level + ": " + expected);
            }
            entries++;
          }
        }
      }
    }
    System.out.println("can_cast as in NumPy: " + entries + " entries");
    assertThat(failures).isEmpty();
    assertThat(entries).isEqualTo(6 * (15 * 15 + 21 * 21));
  }

  @Test
  void promotesAsNumPy() {
    int refused = 0;
    int entries = 0;
    for (var row : TABLES.required("np_promote_types").properties()) {
      for (var entry : row.getValue().properties()) {
        DType one = dtype(row.getKey());
        DType other = dtype(entry.getKey());
        String expected = entry.getValue().textValue();
        if (expected.startsWith("ERROR")) {
          assertThatExceptionOfType(CastRefusedException.class)
              .isThrownBy(() -> DTypeMapper.promote(one, other))
              .withMessageContaining(one + " and " + other);
          refused++;
        } else {
          assertThat(DTypeMapper.promote(one, other)).isEqualTo(dtype(expected));
          DType swapped = one.withOrder(ByteOrder.BIG_ENDIAN);
          assertThat(DTypeMapper.promote(swapped, other)).isEqualTo(dtype(expected));
        }
        entries++;
      }
    }
    System.out.println("promote_types as in NumPy: " + entries + " entries, refused " + refused);
    assertThat(entries).isEqualTo(15 * 15);
  }

  @Test
  void canCastRandomDTypesAsNumPy() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/can_cast.py"),
            List.of(Long.toString(SEED), Integer.toString(PAIRS)),
            60);
    ObjectMapper json = new ObjectMapper();
    List<String> failures = new ArrayList<>();
    int records = 0;
    for (String line : lines.lines().toList()) {
      JsonNode pair = json.readTree(line);
      DType from = DType.of(pair.get(0).textValue());
      DType to = DType.of(pair.get(1).textValue());
      if (from instanceof DType.Struct || to instanceof DType.Struct) {
        records++;
      }
      String expected = pair.get(2).textValue();
      StringBuilder found = new StringBuilder();
      for (Casting level : LEVELS) {
        found.append(DTypeMapper.canCast(from, to, level) ? 1 : 0);
      }
      if (!expected.contentEquals(found)) {
        failures.add(line + ", found " + found);
      }
    }
    System.out.println("can_cast of random pairs: " + PAIRS + ", with records " + records);
    assertThat(failures).as("-Dnpybridge.seed=%s: %s failures", SEED, failures.size()).isEmpty();
  }
}
