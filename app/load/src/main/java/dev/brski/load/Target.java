package dev.brski.load;

import dev.brski.verdict.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * The one address that a load is aimed at. A name is looked up once, so that it cannot mean another
 * machine later.
 *
 * @param url {@code https://ADDRESS:PORT}, the address in figures
 */
public record Target(URI url) {

  /**
   * The address of a registrar.
   *
   * @param given {@code https://HOST:PORT}
   * @param anywhere whether it may be on another machine
   */
  public static Verdict<Target> of(URI given, boolean anywhere) {
    if (!"https".equalsIgnoreCase(given.getScheme())
        || given.getHost() == null
        || given.getPort() < 1
        || given.getPort() > 65_535
        || given.getRawUserInfo() != null
        || !(given.getRawPath().isEmpty() || given.getRawPath().equals("/"))
        || given.getRawQuery() != null
        || given.getRawFragment() != null) {
      return Verdict.refused(
          LoadCheck.REGISTRAR,
          given + " is not https://HOST:PORT",
          "Name the registrar as it says itself when it is ready.");
    }
    try {
      var address = InetAddress.getByName(given.getHost());
      return address.isLoopbackAddress() || anywhere
          ? Verdict.accepted(new Target(url(address, given.getPort())))
          : Verdict.refused(
              LoadCheck.LOOPBACK,
              given + " is " + address.getHostAddress() + ", which is not this machine",
              "Load what is yours; if that is elsewhere, say so with --not-loopback.");
    } catch (UnknownHostException e) {
      return Verdict.refused(
          LoadCheck.REGISTRAR,
          "no address is known for " + given.getHost(),
          "Check the name, or give the address in figures.");
    }
  }

  private static URI url(InetAddress address, int port) {
    var host = address.getHostAddress();
    return URI.create("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
  }
}
