package dev.brski.ocsp;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * A request for the status of certificates (RFC 6960 section 4.1). Whether it is signed, and by
 * whom, does not matter: everybody is answered alike.
 *
 * @param certIds which certificates, 1 to 16
 * @param nonce what the answer is to repeat, 1 to 128 octets (RFC 9654)
 */
public record OcspRequest(List<CertId> certIds, Optional<byte[]> nonce) {

  /** The most octets that are looked into. */
  public static final int MOST_OCTETS = 16 << 10;

  /** The most certificates of one request; RFC 5019 section 2.1.1 wants one. */
  public static final int MOST_CERTIFICATES = 16;

  /** The most octets of a CertID: two hashes of 64, a serial number of 20, and an algorithm. */
  public static final int MOST_OCTETS_OF_ONE = 256;

  /** RFC 5280 section 4.1.2.2. */
  private static final int MOST_SERIAL_NUMBER = 20;

  private static final int MOST_HASH = 64;
  private static final int MOST_NONCE = 128;
  private static final Set<String> UNDERSTOOD =
      Set.of(
          OCSPObjectIdentifiers.id_pkix_ocsp_nonce.getId(),
          OCSPObjectIdentifiers.id_pkix_ocsp_response.getId());

  /** Copies what could change. */
  public OcspRequest {
    certIds = List.copyOf(certIds);
    nonce = nonce.map(byte[]::clone);
  }

  /** A copy of the octets. */
  @Override
  public Optional<byte[]> nonce() {
    return nonce.map(byte[]::clone);
  }

  /** A request for one certificate, without a nonce. */
  public static OcspRequest of(CertId id) {
    return new OcspRequest(List.of(id), Optional.empty());
  }

  /**
   * Reads one.
   *
   * @param der all of it and nothing behind it
   */
  public static Verdict<OcspRequest> parse(byte[] der) {
    if (der.length > MOST_OCTETS) {
      return OcspCheck.SYNTAX.ofAsker(der.length + " octets, over " + MOST_OCTETS);
    }
    return Encoding.read(der)
        .map(OcspRequest::request)
        .orElseGet(() -> OcspCheck.SYNTAX.ofAsker("the octets are not DER"));
  }

  private static Verdict<OcspRequest> request(ASN1Encodable value) {
    try {
      var request = ASN1Sequence.getInstance(value);
      boolean signed =
          request.size() == 2 && tagged(request.getObjectAt(1), 0) instanceof ASN1Sequence;
      if (request.size() != 1 && !signed) {
        return OcspCheck.SYNTAX.ofAsker("an OCSPRequest of " + request.size() + " elements");
      }
      return toBeSigned(ASN1Sequence.getInstance(request.getObjectAt(0)));
    } catch (RuntimeException e) {
      return OcspCheck.SYNTAX.ofAsker(Description.printable(String.valueOf(e.getMessage())));
    }
  }

  private static Verdict<OcspRequest> toBeSigned(ASN1Sequence request) {
    int at = 0;
    if (isTagged(request, at, 0)) {
      var version = ASN1Integer.getInstance(tagged(request.getObjectAt(at++), 0));
      if (!version.hasValue(0)) {
        return OcspCheck.VERSION.ofAsker("version number " + version);
      }
    }
    if (isTagged(request, at, 1)) {
      at++;
    }
    var list = ASN1Sequence.getInstance(request.getObjectAt(at++));
    var extensions =
        isTagged(request, at, 2)
            ? Optional.of(Extensions.getInstance(tagged(request.getObjectAt(at++), 2)))
            : Optional.<Extensions>empty();
    if (at != request.size()) {
      return OcspCheck.SYNTAX.ofAsker("a TBSRequest of " + request.size() + " elements");
    }
    return certIds(list)
        .flatMap(
            ids ->
                known(extensions)
                    .flatMap(_ -> nonce(extensions))
                    .map(nonce -> new OcspRequest(ids, nonce)));
  }

  private static Verdict<List<CertId>> certIds(ASN1Sequence list) {
    if (list.size() < 1 || list.size() > MOST_CERTIFICATES) {
      return OcspCheck.REQUESTS.ofAsker(list.size() + " certificates are asked for");
    }
    var ids = new ArrayList<CertId>();
    for (var each : list) {
      var request = Request.getInstance(each);
      if (known(Optional.ofNullable(request.getSingleRequestExtensions()))
          instanceof Verdict.Refused<Boolean>(var refusal)) {
        return Verdict.refused(refusal);
      }
      switch (certId(request.getReqCert())) {
        case Verdict.Accepted<CertId>(var id) -> {
          if (ids.contains(id)) {
            return OcspCheck.REQUESTS.ofAsker("it asks for " + id + " twice");
          }
          ids.add(id);
        }
        case Verdict.Refused<CertId>(var refusal) -> {
          return Verdict.refused(refusal);
        }
      }
    }
    return Verdict.accepted(List.copyOf(ids));
  }

  private static Verdict<CertId> certId(CertID id) {
    var algorithm = id.getHashAlgorithm().getAlgorithm().getId();
    var name = id.getIssuerNameHash().getOctets();
    var key = id.getIssuerKeyHash().getOctets();
    var encoded = Encoding.der(id);
    int serialNumber = id.getSerialNumber().getValue().toByteArray().length;
    if (encoded.length > MOST_OCTETS_OF_ONE
        || name.length > MOST_HASH
        || key.length > MOST_HASH
        || serialNumber > MOST_SERIAL_NUMBER) {
      return OcspCheck.CERT_ID.ofAsker(
          "a CertID of "
              + encoded.length
              + " octets, with hashes of "
              + name.length
              + " and "
              + key.length
              + ", and a serial number of "
              + serialNumber);
    }
    return IssuerHashes.Algorithm.of(algorithm)
        .filter(known -> known.octets() != name.length || known.octets() != key.length)
        .map(
            known ->
                OcspCheck.CERT_ID.<CertId>ofAsker(
                    "hashes of "
                        + name.length
                        + " and "
                        + key.length
                        + " octets, where "
                        + known
                        + " has "
                        + known.octets()))
        .orElseGet(
            () ->
                Verdict.accepted(
                    new CertId(encoded, algorithm, name, key, id.getSerialNumber().getValue())));
  }

  /** RFC 6960 section 4.4: what is not understood is ignored, unless it is critical. */
  private static Verdict<Boolean> known(Optional<Extensions> extensions) {
    for (var oid : extensions.map(Extensions::getCriticalExtensionOIDs).stream().toList()) {
      for (var each : oid) {
        if (!UNDERSTOOD.contains(each.getId())) {
          return OcspCheck.CRITICAL.ofAsker("extension " + each);
        }
      }
    }
    return Verdict.accepted(true);
  }

  private static Verdict<Optional<byte[]>> nonce(Optional<Extensions> extensions) {
    var extension =
        extensions.map(found -> found.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
    if (extension.isEmpty()) {
      return Verdict.accepted(Optional.empty());
    }
    if (Encoding.read(extension.get().getExtnValue().getOctets()).orElse(new DERSequence())
        instanceof ASN1OctetString nonce) {
      int length = nonce.getOctets().length;
      return length >= 1 && length <= MOST_NONCE
          ? Verdict.accepted(Optional.of(nonce.getOctets()))
          : OcspCheck.NONCE.ofAsker("a nonce of " + length + " octets");
    }
    return OcspCheck.NONCE.ofAsker("a nonce that is no OCTET STRING");
  }

  private static boolean isTagged(ASN1Sequence sequence, int at, int tag) {
    return at < sequence.size()
        && sequence.getObjectAt(at) instanceof ASN1TaggedObject tagged
        && tagged.hasContextTag(tag);
  }

  private static ASN1Encodable tagged(ASN1Encodable value, int tag) {
    return ASN1TaggedObject.getInstance(value, BERTags.CONTEXT_SPECIFIC, tag)
        .getExplicitBaseObject()
        .toASN1Primitive();
  }

  /** The octets to send, DER. */
  public byte[] encoded() {
    var requests =
        certIds.stream()
            .map(id -> new DERSequence(Encoding.read(id.encoded()).orElseThrow()))
            .toArray(ASN1Encodable[]::new);
    if (nonce.isPresent()) {
      throw new IllegalStateException("what we ask has no nonce");
    }
    return Encoding.der(new DERSequence(new DERSequence(new DERSequence(requests))));
  }
}
