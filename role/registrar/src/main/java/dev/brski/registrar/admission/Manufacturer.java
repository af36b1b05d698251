package dev.brski.registrar.admission;

import dev.brski.registrar.access.MasaAccess;
import dev.brski.registrar.audit.AuditRules;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A manufacturer whose devices may join.
 *
 * @param name as configured
 * @param idevid what anchors its IDevIDs
 * @param serialNumbers where these have the serial number
 * @param masa which MASA is asked for its devices
 * @param masaTls what anchors that MASA's TLS certificate
 * @param access how this registrar shows itself there
 * @param auditRules what of its devices' audit logs is judged otherwise than usual
 * @param join which of its devices may join
 * @param terms what is accepted of its devices and its MASA
 */
public record Manufacturer(
    String name,
    Anchors idevid,
    SerialNumberField serialNumbers,
    MasaRule masa,
    Anchors masaTls,
    MasaAccess access,
    AuditRules auditRules,
    JoinRule join,
    Terms terms) {

  /** Where the manufacturer's own file says what is to be done. */
  public String file() {
    return "manufacturers.d/" + name + ".yaml";
  }

  /** The serial number of a device, read where this manufacturer has it. */
  public Verdict<String> serialNumberOf(X509Certificate idevid) {
    return serialNumbers
        .read(idevid)
        .mapRefusal(
            refusal ->
                Refusal.of(
                    AdmissionCheck.SERIAL_NUMBER,
                    "%s has serial-number: %s, and %s [%s]"
                        .formatted(
                            file(), serialNumbers.word(), refusal.cause(), refusal.check().id()),
                    refusal.remedy()));
  }

  /**
   * Where the MASA of a device is, if its certificate says so and that counts (RFC 8995 section
   * 2.3.2); empty if one is fixed.
   */
  public Verdict<Optional<MasaPlace>> masaOf(X509Certificate idevid) {
    return switch (masa) {
      case MasaRule.Fixed _ -> Verdict.accepted(Optional.empty());
      case MasaRule.Named named -> named(named, idevid).map(Optional::of);
    };
  }

  private Verdict<MasaPlace> named(MasaRule.Named named, X509Certificate idevid) {
    var url = Certificates.masaUrl(idevid);
    var place = url.flatMap(MasaPlace::ofUrl);
    if (place.isPresent() && named.lists(place.get().address())) {
      return Verdict.accepted(place.get());
    }
    return Verdict.refused(
        AdmissionCheck.MASA,
        url.map(text -> "its certificate names the MASA '" + Description.printable(text, 200) + "'")
                .orElse("its certificate names no MASA")
            + (url.isPresent() && place.isEmpty() ? ", which leads nowhere" : "")
            + "; "
            + file()
            + " lists "
            + masa.text(),
        place
                .map(found -> "If " + found.address() + " is the manufacturer's, add it there")
                .orElse("Write the address of the MASA there, as masa: HOST:PORT")
            + ", and start the registrar anew");
  }
}
