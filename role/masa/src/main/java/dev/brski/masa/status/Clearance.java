package dev.brski.masa.status;

import java.util.List;

/**
 * That no certificate of a registrar's chain is known to be revoked.
 *
 * @param unknown why that is not known of some, where the operator takes them all the same
 */
public record Clearance(List<String> unknown) {

  /** Copies the list. */
  public Clearance {
    unknown = List.copyOf(unknown);
  }
}
