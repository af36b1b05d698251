package dev.brski.masa;

import dev.brski.wire.HostPort;
import java.util.List;

/**
 * A MASA's folder as it was found.
 *
 * @param listen where registrars reach it
 * @param findings what its operator should know
 */
public record Examined(HostPort listen, List<Finding> findings) {

  /** Makes the list immutable. */
  public Examined {
    findings = List.copyOf(findings);
  }
}
