package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Libraries of others, each run by a program of proof/peers in a process and on a class path of its
 * own.
 */
final class Peers {

  private Peers() {}

  /** Starts the client of CmpRaComponent for a device that has its voucher. */
  static Program cmpRaComponent(HandMadePledge pledge, Path pin, String confirmation)
      throws IOException {
    return start(
        pledge.device().folder(),
        "CmpRaComponentPledge",
        pledge.url(HandMadePledge.INITIALIZATION),
        pledge.device().folder(),
        pin,
        "SERIALNUMBER=" + pledge.device().serial(),
        confirmation);
  }

  /** Starts the client of CmpRaComponent for a member of the domain, to do one thing. */
  static Program cmpRaComponent(String what, URI endpoint, Path folder, Path pin)
      throws IOException {
    return start(folder, "CmpRaComponentMember", what, endpoint, folder, pin);
  }

  /**
   * Starts CmpRaComponent as an RA, which says where it listens.
   *
   * @param authority the CMP endpoint that it forwards to
   * @param folder its credentials
   * @param domain what verifies registrars and the authority
   * @param manufacturer what verifies devices
   * @param how {@code nesting} or {@code replacing}
   */
  static Program ra(URI authority, Path folder, Path domain, Path manufacturer, String how)
      throws IOException {
    return start(folder, "CmpRaComponentRa", authority, folder, domain, manufacturer, how);
  }

  private static Program start(Path folder, String main, Object... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of(libraries(), "*").toString(),
                "dev.brski.proof.peers." + main));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return Program.start("CmpRaComponent", folder, command);
  }

  private static String libraries() {
    var libraries = System.getProperty("brski.peers");
    if (libraries == null) {
      throw new IllegalStateException(
          "the system property brski.peers must name the class path of proof/peers");
    }
    return libraries;
  }
}
