package dev.brski.verdict;

import java.util.Optional;

/**
 * Why something was refused, for two audiences.
 *
 * @param check the rule that was broken
 * @param told what the peer is told
 * @param cause what was found, for the operator; may name values that came from the peer
 * @param device the serial number of the device concerned, where one is known
 * @param remedy what the operator can do about it
 */
public record Refusal(
    Check check, String told, String cause, Optional<String> device, String remedy) {

  /** A refusal that tells the peer no more than the rule itself does. */
  public static Refusal of(Check check, String cause, String remedy) {
    return new Refusal(check, check.told(), cause, Optional.empty(), remedy);
  }

  /** The same refusal, tied to a device's serial number. */
  public Refusal withDevice(String serialNumber) {
    return new Refusal(check, told, cause, Optional.of(serialNumber), remedy);
  }

  /** The same refusal with another text for the peer. */
  public Refusal withTold(String text) {
    return new Refusal(check, text, cause, device, remedy);
  }

  /** The same refusal seen by an outer rule, which decides what the peer learns. */
  public Refusal under(Check outer) {
    return new Refusal(outer, outer.told(), cause + " [" + check.id() + "]", device, remedy);
  }

  /** One line for a log: rule, device, cause and remedy. */
  @Override
  public String toString() {
    return check.id()
        + device.map(serial -> " device " + serial).orElse("")
        + ": "
        + cause
        + ". "
        + remedy;
  }
}
