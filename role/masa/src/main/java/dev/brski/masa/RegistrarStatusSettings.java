package dev.brski.masa;

import dev.brski.masa.status.WithoutAnswer;
import dev.brski.wire.PermittedHost;
import java.util.List;
import java.util.Optional;

/**
 * How it is found out whether a registrar's certificates are revoked (RFC 8995 section 5.5.3).
 *
 * @param hosts which servers of those that the certificates name may be asked; none
 * @param withoutAnswer what happens when no valid list can be had; the registrar is taken
 */
public record RegistrarStatusSettings(
    Optional<List<PermittedHost>> hosts, Optional<WithoutAnswer> withoutAnswer) {

  /** Makes the list immutable. */
  public RegistrarStatusSettings {
    hosts = hosts.map(List::copyOf);
  }

  /** What a MASA does without settings: it asks nobody. */
  static RegistrarStatusSettings standard() {
    return new RegistrarStatusSettings(Optional.empty(), Optional.empty());
  }

  /** Which servers may be asked. */
  List<PermittedHost> servers() {
    return hosts.orElse(List.of());
  }

  /** What happens when no valid list can be had. */
  WithoutAnswer otherwise() {
    return withoutAnswer.orElse(WithoutAnswer.ACCEPT);
  }
}
