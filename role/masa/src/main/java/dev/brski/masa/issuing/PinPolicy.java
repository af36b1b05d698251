package dev.brski.masa.issuing;

import java.security.cert.X509Certificate;
import java.util.List;

/** Which certificate of a registrar's chain a voucher pins (RFC 8995 section 5.5.2). */
public enum PinPolicy {
  /** The one farthest from the registrar's own, of those it sent. */
  TOPMOST,
  /** The one that issued the registrar's own; the registrar's own if it sent no other. */
  LOWEST_CA,
  /** The registrar's own. */
  END_ENTITY;

  /** The certificate to pin, of a chain that begins with the registrar's own. */
  public X509Certificate choose(List<X509Certificate> chain) {
    return switch (this) {
      case TOPMOST -> chain.getLast();
      case LOWEST_CA -> chain.get(Math.min(1, chain.size() - 1));
      case END_ENTITY -> chain.getFirst();
    };
  }
}
