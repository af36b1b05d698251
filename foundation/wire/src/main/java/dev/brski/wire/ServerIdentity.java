package dev.brski.wire;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that a certificate is for: its DNS-IDs and IP-IDs (RFC 9525 section 6). The subject's
 * common name is none of them.
 */
final class ServerIdentity {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final List<String> names = new ArrayList<>();
  private final List<InetAddress> addresses = new ArrayList<>();

  ServerIdentity(X509Certificate certificate) {
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(this::add);
      }
    } catch (CertificateParsingException _) {
      // An extension that cannot be read names nobody.
      names.clear();
      addresses.clear();
    }
  }

  boolean covers(String host) {
    return address(host)
        .map(addresses::contains)
        .orElseGet(() -> names.stream().anyMatch(name -> matches(name, withoutFinalDot(host))));
  }

  @Override
  public String toString() {
    var all = new ArrayList<>(names);
    addresses.forEach(address -> all.add(address.getHostAddress()));
    return all.isEmpty() ? "no host" : String.join(", ", all);
  }

  private void add(List<?> alternative) {
    if (alternative.get(0) instanceof Integer type && alternative.get(1) instanceof String name) {
      switch (type) {
        case DNS_NAME -> names.add(name);
        case IP_ADDRESS -> address(name).ifPresent(addresses::add);
        default -> {}
      }
    }
  }

  private static Optional<InetAddress> address(String text) {
    try {
      int zone = text.indexOf('%');
      return Optional.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A wildcard stands for one whole label, the left-most (RFC 9525 section 6.3). */
  private static boolean matches(String name, String host) {
    if (!name.startsWith("*.")) {
      return same(name, host);
    }
    int dot = host.indexOf('.');
    var parent = name.substring(2);
    return dot > 0 && parent.indexOf('.') > 0 && same(parent, host.substring(dot + 1));
  }

  private static boolean same(String name, String host) {
    return !name.isEmpty()
        && name.indexOf('*') < 0
        && name.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
  }

  private static String withoutFinalDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
