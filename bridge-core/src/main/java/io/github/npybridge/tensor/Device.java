package io.github.npybridge.tensor;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the memory of a tensor lies: `torch.device`.
///
/// This library has memory on the CPU only. Other devices can be named, so that asking for one gets
/// the answer that it deserves. Immutable; `cpu` and `cpu:0` are equal, as everywhere but in torch.
public final class Device {
  /// The memory that Java programs use.
  public static final Device CPU = new Device("cpu", -1);

  private static final Pattern NAME = Pattern.compile("([a-z]+)(?::(0|[1-9][0-9]{0,8}))?");
  private static final Set<String> TYPES =
      Set.of("cpu", "cuda", "xpu", "hip", "mps", "meta", "mtia", "hpu", "xla", "vulkan");

  private final String type;
  private final int index;

  private Device(String type, int index) {
    this.type = type;
    this.index = index;
  }

  /// The device of a name such as `cpu` or `cuda:0`.
  ///
  /// @throws IllegalArgumentException if it is no device's name
  public static Device of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || !TYPES.contains(matcher.group(1))) {
      throw new IllegalArgumentException(
          "device: expected a name such as 'cpu' or 'cuda:0', found '" + name + "'");
    }
    String number = matcher.group(2);
    return new Device(matcher.group(1), number == null ? -1 : Integer.parseInt(number));
  }

  /// The kind of device, such as `cpu`.
  public String type() {
    return type;
  }

  /// Whether this is the memory that Java programs use.
  public boolean isCpu() {
    return equals(CPU);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device device
        && type.equals(device.type)
        && ordinal() == device.ordinal();
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + ordinal();
  }

  /// The number that tells devices of one kind apart; there is one CPU, with a number or without.
  private int ordinal() {
    return type.equals("cpu") ? Math.max(0, index) : index;
  }

  /// The name as it was given.
  @Override
  public String toString() {
    return index < 0 ? type : type + ":" + index;
  }
}
