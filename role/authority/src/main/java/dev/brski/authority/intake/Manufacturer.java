package dev.brski.authority.intake;

import dev.brski.trust.Anchors;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A manufacturer whose devices are taken.
 *
 * @param name the operator's name for it, which is part of the identity of its devices
 * @param anchors what its IDevIDs are anchored in
 * @param serialNumbers where its IDevIDs have the serial number
 * @param certificateProfile what its devices get that name no profile; what others get
 */
public record Manufacturer(
    String name,
    Anchors anchors,
    SerialNumberField serialNumbers,
    Optional<String> certificateProfile) {

  /** The serial number of a device, read where its manufacturer has it. */
  Verdict<String> serialNumber(X509Certificate idevid) {
    return serialNumbers
        .read(idevid)
        .mapRefusal(
            refusal ->
                IntakeCheck.SERIAL_NUMBER.refusal(
                    "%s of manufacturer %s, with serial-number: %s: %s [%s]"
                        .formatted(
                            Naming.of(idevid),
                            name,
                            serialNumbers.word(),
                            refusal.cause(),
                            refusal.check().id())));
  }
}
