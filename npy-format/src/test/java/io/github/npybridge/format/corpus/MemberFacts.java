package io.github.npybridge.format.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is true about one member of an archive of the corpus. Sizes and offsets are in bytes.
///
/// @param entry the entry's name
/// @param key the name that NumPy gives it
/// @param method `stored`, `deflated` or another one
/// @param size the size of the content
/// @param dataStart where the content starts in the archive, or -1 if it is not stored
/// @param arrayDataStart where the elements start in the archive, or -1
/// @param expect `ok`, `error`, `ok_or_error` or `not_npy`
/// @param errorClass what is wrong, or empty
/// @param array the facts of the array, when NumPy reads it
/// @param sha256 the digest of the content, when it is no array
/// @param shadowed whether a later member has the same name
public record MemberFacts(
    String entry,
    String key,
    String method,
    long size,
    long dataStart,
    long arrayDataStart,
    String expect,
    String errorClass,
    Optional<ArrayFacts> array,
    String sha256,
    boolean shadowed) {

  /// The members of an archive, in its order.
  public static List<MemberFacts> of(CorpusFile archive) {
    List<MemberFacts> out = new ArrayList<>();
    archive.members().forEach(member -> out.add(of(member)));
    return out;
  }

  private static MemberFacts of(JsonNode member) {
    JsonNode array = member.path("array");
    return new MemberFacts(
        member.required("entry").textValue(),
        member.required("key").textValue(),
        member.required("method").textValue(),
        member.required("size").longValue(),
        member.path("data_start").asLong(-1),
        member.path("array_data_start").asLong(-1),
        member.required("expect").textValue(),
        member.path("error_class").asText(""),
        array.isMissingNode() ? Optional.empty() : Optional.of(ArrayFacts.of(array)),
        member.path("sha256_bytes").asText(""),
        member.path("shadowed_by_later_duplicate").asBoolean());
  }
}
