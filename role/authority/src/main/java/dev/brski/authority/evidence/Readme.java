package dev.brski.authority.evidence;

import dev.brski.cmp.Consent;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/** What is in a folder of evidence, in words; nothing that a stranger chose harms a terminal. */
record Readme(Dossier dossier, List<String> folders) {

  String text() {
    var last = dossier.steps().getLast();
    return """
    What a certificate rests on
    ===========================

    Certificate %s
    of the device %s
    of the manufacturer %s,
    issued %s, valid until %s, %s when this was written.

    How it came about, oldest first:

    %s%sIn the folder of each step:

      request.der      what the device asked for, signed with its key (CMP, RFC 9483); where a
                       registrar answers for the device: with the registrar's
      nested.der       the registrar's approval around it, signed with its key; not there where
                       a registrar answers for the device
      voucher.vcj      the voucher that the approval rests on (RFC 8366), in the first step
      response.der     the authority's answer, with the certificate in it
      signer.pem       the certificate that request.der is signed with, and what came with it
      registrar.pem    the certificate that nested.der is signed with, and what came with it
      device.pem       the device's own certificate, where a registrar that answers for it has
                       sent that along; nothing here is signed with it
      certificate.pem  the certificate that was issued

    Here:

      domain-ca.pem      the root of the domain; if it has had several, all of them
      issuing-ca.pem     what certificates are issued with, below a root
      manufacturer.pem   what anchors the IDevIDs of the manufacturer's devices
      serial-number.txt  the serial number of the device, without an end of line
      serial-number-field.txt
                         where the IDevIDs of this manufacturer have it, as the authority was
                         told: subject (serialNumber), or hardware-module-name (hwSerialNum)
      verify.sh          checks all of it, with a POSIX shell and openssl 3.0 or newer

    To check it:

      sh verify.sh VOUCHER_ANCHOR.pem

    VOUCHER_ANCHOR.pem is what anchors the manufacturer's vouchers; the manufacturer gives it to
    anybody, and the authority does not have it. Without it everything is checked but the path of
    the voucher's signer, and that is said. It ends with 0 if everything holds, and with 3 if
    everything holds that can be checked, but a registrar's word is all that the certificate rests
    on. Who does not trust this folder takes verify.sh from a copy of the program that is trusted.

    Everything hangs on these anchors. Hold their SHA-256 fingerprints against those that you
    know:

    %s%s
    Whether each signer was valid is judged for the moment at which the certificate was issued.
    Whether one of them had been revoked by then is not in this folder.
    """
        .formatted(
            last.serial(),
            Description.printable(dossier.device()),
            Description.printable(dossier.manufacturer()),
            last.issued(),
            last.notAfter(),
            last.state(),
            steps(),
            word(),
            fingerprints("domain-ca.pem", dossier.domainCa()),
            fingerprints("manufacturer.pem", dossier.manufacturerAnchor()));
  }

  /** What nobody can check who has this folder, before all that can be checked. */
  private String word() {
    var first = dossier.steps().getFirst();
    return switch (first.assurance()) {
      case END_TO_END -> "";
      case HOP_BY_HOP ->
          """
          The certificate rests on the word of registrar %s. The authority has not seen the
          device's own signature on the request of the first step, nor a voucher: that this
          device asked, and belongs here, only the registrar has checked%s.
          The registrar keeps what it has seen.

          """
              .formatted(
                  Description.printable(first.registrar()),
                  first.raVerified()
                      ? ",\nand that the device has the key that was certified (raVerified)"
                      : "");
    };
  }

  private String steps() {
    var text = new StringBuilder();
    for (int i = 0; i < folders.size(); i++) {
      text.append(
          step(
              folders.get(i),
              i == 0
                  ? "its IDevID, the certificate that its manufacturer gave it"
                  : "the certificate of the step before",
              dossier.steps().get(i)));
    }
    return text.toString();
  }

  private static String step(String folder, String signer, Step step) {
    return """
      %s
    %s    The authority issued certificate %s
        at %s, valid until %s.

    """
        .formatted(folder, asked(signer, step), step.serial(), step.issued(), step.notAfter());
  }

  private static String asked(String signer, Step step) {
    var registrar = Description.printable(step.registrar());
    return switch (step.assurance()) {
      case END_TO_END ->
          """
              The device asked with %s.
              Registrar %s approved it%s.
          """
              .formatted(
                  signer,
                  registrar,
                  step.consent().map(Readme::grounds).orElse(", and says no more"));
      case HOP_BY_HOP ->
          """
              Registrar %s asked for the device, under its own protection (hop-by-hop).
              %s.
          """
              .formatted(
                  registrar,
                  step.raVerified()
                      ? "It says that the device has the key (raVerified)"
                      : "The key that was certified has signed the request");
    };
  }

  private static String grounds(Consent consent) {
    return " on the voucher of its exchange %s%n    (generation %d of its credential, approval %d)"
        .formatted(
            Description.printable(consent.imprint()), consent.generation(), consent.sequence());
  }

  private static String fingerprints(String file, String pem) {
    return certificates(pem).stream()
        .map(
            certificate ->
                "  %s%n    %s%n    %s%n"
                    .formatted(
                        file,
                        Certificates.nameText(certificate.getSubjectX500Principal()),
                        Certificates.fingerprint(certificate)))
        .collect(Collectors.joining());
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      return Certificates.parsePem(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateException e) {
      throw new IllegalStateException("certificates of our own cannot be read", e);
    }
  }
}
