package dev.brski.authority.evidence;

import dev.brski.authority.intake.Manufacturer;
import dev.brski.authority.intake.Manufacturers;
import dev.brski.authority.ledger.Device;
import dev.brski.authority.ledger.Issuance;
import dev.brski.authority.ledger.Issuances;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Consent;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Dossiers of certificates, read from a ledger. */
public final class Dossiers {

  private static final int MOST_STEPS = 1_000;
  private static final String LIST = "brski authority certificates lists what was issued.";

  private final Issuances issuances;
  private final Manufacturers manufacturers;
  private final List<X509Certificate> roots;
  private final List<X509Certificate> issuingCa;
  private final CryptoSuite suite;

  /**
   * Dossiers of what is in a ledger.
   *
   * @param roots of the domain, the newest first
   * @param issuingCa the issuing CA of now, with what is above it
   */
  public Dossiers(
      Issuances issuances,
      Manufacturers manufacturers,
      List<X509Certificate> roots,
      List<X509Certificate> issuingCa,
      CryptoSuite suite) {
    this.issuances = issuances;
    this.manufacturers = manufacturers;
    this.roots = List.copyOf(roots);
    this.issuingCa = List.copyOf(issuingCa);
    this.suite = suite;
  }

  /** What the certificate that is meant rests on, or a refusal by an {@link EvidenceCheck}. */
  public Verdict<Dossier> of(EvidenceOrder order) {
    return meant(order).flatMap(this::of);
  }

  private Verdict<Issuances.Found> meant(EvidenceOrder order) {
    var serial = order.certificate().map(text -> text.toLowerCase(Locale.ROOT).replace(":", ""));
    var found =
        issuances.ofDevice(order.device()).stream()
            .filter(certificate -> serial.map(certificate.serial()::equals).orElse(true))
            .toList();
    var what =
        serial.map(number -> "certificate " + Description.printable(number) + " of ").orElse("")
            + "device "
            + Description.printable(order.device());
    if (found.isEmpty()) {
      return Verdict.refused(EvidenceCheck.UNKNOWN, "the ledger has no " + what, LIST);
    }
    if (found.stream().map(Issuances.Found::device).distinct().count() > 1) {
      return Verdict.refused(
          EvidenceCheck.UNKNOWN,
          "several manufacturers have a " + what,
          "Say which certificate is meant: --certificate SERIAL. " + LIST);
    }
    return Verdict.accepted(
        found.reversed().stream().filter(Dossiers::isInUse).findFirst().orElseGet(found::getLast));
  }

  private static boolean isInUse(Issuances.Found certificate) {
    return certificate.revoked().isEmpty()
        && switch (certificate.stage()) {
          case ISSUED, CONFIRMED -> true;
          case PENDING, ISSUING, AWAITING_CONFIRMATION, REJECTED, UNCONFIRMED, DENIED, SUPERSEDED ->
              false;
        };
  }

  private Verdict<Dossier> of(Issuances.Found found) {
    return manufacturer(found.device())
        .flatMap(
            manufacturer ->
                issuances
                    .of(found.serial())
                    .map(issuance -> of(issuance, manufacturer))
                    .orElseGet(
                        () ->
                            incomplete(
                                "the ledger lacks a message of certificate " + found.serial())));
  }

  private Verdict<Manufacturer> manufacturer(Device device) {
    return manufacturers
        .named(device.manufacturer())
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    EvidenceCheck.INCOMPLETE,
                    "manufacturer " + device.manufacturer() + " was removed, and its anchor",
                    "Put its files back into manufacturers.d."));
  }

  private Verdict<Dossier> of(Issuance issuance, Manufacturer manufacturer) {
    return steps(issuance)
        .map(
            steps ->
                new Dossier(
                    issuance.device().serialNumber(),
                    manufacturer.name(),
                    Certificates.toPem(roots(steps.getFirst())),
                    Certificates.toPem(issuers(steps)),
                    Certificates.toPem(manufacturer.anchors().certificates()),
                    manufacturer.serialNumbers(),
                    steps.stream().map(Dossiers::step).toList()));
  }

  /**
   * From the request that the IDevID signed, or a registrar for the device, to the certificate that
   * is meant.
   */
  private Verdict<List<Issuance>> steps(Issuance last) {
    var steps = new ArrayList<>(List.of(last));
    while (restsOnOneOfOurs(steps.getFirst())) {
      var step = steps.getFirst();
      var earlier = earlier(step);
      if (earlier.isEmpty()) {
        return incomplete(
            "the ledger lacks the certificate that signed the request for "
                + Certificates.serialNumber(step.certificate()));
      }
      if (steps.size() == MOST_STEPS) {
        return incomplete("more than " + MOST_STEPS + " certificates lead to this one");
      }
      steps.addFirst(earlier.get());
    }
    return Verdict.accepted(List.copyOf(steps));
  }

  /** Where a registrar answers for the device, nothing that the device signed is there. */
  private static boolean restsOnOneOfOurs(Issuance issuance) {
    return switch (issuance.assurance()) {
      case END_TO_END -> isOfMember(message(issuance.exchange().request()));
      case HOP_BY_HOP -> false;
    };
  }

  private static boolean isOfMember(CmpMessage request) {
    return request.type() == BodyType.cr || request.type() == BodyType.kur;
  }

  private Optional<Issuance> earlier(Issuance issuance) {
    return issuances
        .of(Certificates.serialNumber(issuance.signer()))
        .filter(found -> found.certificate().equals(issuance.signer()))
        .filter(found -> found.device().equals(issuance.device()));
  }

  private static <T> Verdict<T> incomplete(String cause) {
    return Verdict.refused(
        EvidenceCheck.INCOMPLETE, cause, "Look into a backup of the authority's folder.");
  }

  /** Those that issued the certificates first: the issuing CA may have been replaced meanwhile. */
  private Collection<X509Certificate> issuers(List<Issuance> steps) {
    var issuers = new LinkedHashSet<X509Certificate>();
    for (var step : steps) {
      Stream.concat(message(step.exchange().response()).extraCerts().stream(), issuingCa.stream())
          .filter(issuer -> Certificates.isSignedBy(step.certificate(), issuer, suite))
          .findFirst()
          .ifPresent(issuers::add);
    }
    issuers.addAll(issuingCa);
    issuers.removeAll(roots);
    return issuers;
  }

  /** The one that the device's voucher pins first: everything before and since leads to one. */
  private List<X509Certificate> roots(Issuance first) {
    var pinned =
        first
            .exchange()
            .nested()
            .flatMap(nested -> Consent.of(message(nested).header()))
            .flatMap(Dossiers::pin)
            .map(X509Certificate::getPublicKey);
    return roots.stream()
        .sorted(Comparator.comparing(root -> pinned.filter(root.getPublicKey()::equals).isEmpty()))
        .toList();
  }

  private static Optional<X509Certificate> pin(Consent consent) {
    return switch (VoucherCodec.standard().readVoucher(consent.voucher())) {
      case Verdict.Accepted<Signed<Voucher>>(var voucher) -> voucher.leaves().pinnedDomainCert();
      case Verdict.Refused<Signed<Voucher>> _ -> Optional.empty();
    };
  }

  private static Step step(Issuance issuance) {
    var request = message(issuance.exchange().request());
    var nested = issuance.exchange().nested().map(Dossiers::message);
    return new Step(
        request.type().name(),
        Certificates.serialNumber(issuance.certificate()),
        issuance.issued(),
        issuance.certificate().getNotAfter().toInstant(),
        issuance.stage().word(),
        issuance.registrar().name(),
        issuance.exchange(),
        issuance.assurance(),
        issuance.raVerified(),
        isOfMember(request)
            ? Optional.empty()
            : nested.flatMap(message -> Consent.of(message.header())),
        chain(issuance.signer(), request),
        nested.map(message -> chain(issuance.registrar().certificate(), message)),
        issuance.shown().map(certificate -> Certificates.toPem(List.of(certificate))),
        Certificates.toPem(List.of(issuance.certificate())));
  }

  private static String chain(X509Certificate signer, CmpMessage message) {
    var chain = new LinkedHashSet<>(List.of(signer));
    chain.addAll(message.extraCerts());
    return Certificates.toPem(chain);
  }

  private static CmpMessage message(byte[] octets) {
    return switch (CmpMessage.parse(octets, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var message) -> message;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a message in the ledger is not one: " + refusal);
    };
  }
}
