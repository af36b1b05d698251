package dev.brski.authority.evidence;

import dev.brski.trust.SerialNumberField;
import java.util.List;

/**
 * Everything that a certificate rests on.
 *
 * @param device the serial number of the device
 * @param manufacturer the name under which its manufacturer was added
 * @param domainCa PEM: the root of the domain
 * @param issuingCa PEM: what the certificates were issued with, and what else is below the root
 * @param manufacturerAnchor PEM: what anchors the IDevIDs of the manufacturer
 * @param serialNumbers where these IDevIDs have the serial number
 * @param steps oldest first; the last is the certificate's own, each one before that of the
 *     certificate which signed the request of the next
 */
public record Dossier(
    String device,
    String manufacturer,
    String domainCa,
    String issuingCa,
    String manufacturerAnchor,
    SerialNumberField serialNumbers,
    List<Step> steps) {

  /** Copies the list, which is not empty. */
  public Dossier {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a certificate rests on something");
    }
  }
}
