package io.github.npybridge.tensor;

import io.github.npybridge.format.docs.ApiDocs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ApiDocsTest {
  @Test
  void everythingPublicIsDocumented() throws IOException {
    ApiDocs.assertDocumented("io.github.npybridge.tensor");
  }
}
