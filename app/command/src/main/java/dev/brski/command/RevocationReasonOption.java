package dev.brski.command;

import dev.brski.trust.RevocationReason;
import picocli.CommandLine.Option;

/** Why a certificate is revoked, as everybody will read it (RFC 5280 section 5.3.1). */
final class RevocationReasonOption {

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "REASON",
      description =
          "Why, as the list will say: unspecified, key-compromise, affiliation-changed, superseded,"
              + " cessation-of-operation or privilege-withdrawn.")
  private RevocationReason reason = RevocationReason.UNSPECIFIED;

  RevocationReason reason() {
    return reason;
  }
}
