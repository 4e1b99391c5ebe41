package io.github.npybridge.format.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiDocsTest {
  @Test
  void everythingPublicIsDocumented() throws IOException {
    ApiDocs.assertDocumented("io.github.npybridge.format");
  }

  @Test
  void findsWhatIsNotDocumented(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("A.java");
    Files.writeString(
        file,
        """
        /// Documented.
        public interface A {
          int number();

          /// Documented.
          int other();

          record Pair(int a, int b) {
            @Override
            public String toString() {
              return "";
            }

            public int sum() {
              return a + b;
            }

            private void none() {}
          }
        }
        """);
    assertThat(ApiDocs.undocumented(List.of(file)))
        .containsExactly("A.java:3 number", "A.java:8 Pair", "A.java:14 sum");
  }
}
