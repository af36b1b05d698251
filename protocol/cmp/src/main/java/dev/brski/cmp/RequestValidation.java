package dev.brski.cmp;

import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The checks on the body of a certification request, in the order of RFC 9483 sections 4.1.1 and
 * 5.1.1. Whether the one who asks may have it is the caller's to decide.
 */
public final class RequestValidation {

  /** Whom the signer of a request is taken for. */
  public enum Requester {
    /** A device: it must prove possession itself (RFC 4211 section 4). */
    END_ENTITY,
    /** A registration authority: it may vouch for possession if it has id-kp-cmcRA. */
    REGISTRATION_AUTHORITY
  }

  private final CryptoSuite suite;
  private final AlgorithmPolicy algorithms;

  /** A validation that verifies proofs with the suite, under the policy. */
  public RequestValidation(CryptoSuite suite, AlgorithmPolicy algorithms) {
    this.suite = suite;
    this.algorithms = algorithms;
  }

  /**
   * What an ir, cr, kur or p10cr asks for, or the first rule of its body that it breaks.
   *
   * @param signer the certificate of the message's own protection
   * @param requester whom the signer is taken for
   */
  public Verdict<RequestedCertificate> validate(
      CmpMessage message, X509Certificate signer, Requester requester) {
    return switch (message.body()) {
      case Body.CertificationRequest(BodyType type, var requests) ->
          requests.size() == 1
              ? validate(type, requests.getFirst(), signer, requester)
              : CmpCheck.ONE_REQUEST.refused(requests.size() + " CertReqMsg");
      case Body.Pkcs10Request request -> validate(request);
      case Body.Response _,
          Body.PollRequest _,
          Body.PollResponse _,
          Body.CertConfirm _,
          Body.RevocationRequest _,
          Body.RevocationResponse _,
          Body.GeneralMessage _,
          Body.PkiConfirm _,
          Body.Nested _,
          Body.ErrorBody _,
          Body.Other _ ->
          CmpCheck.BODY_TYPE.refused("a " + message.type() + " requests no certificate");
    };
  }

  private Verdict<RequestedCertificate> validate(
      BodyType type, CertReqMsg request, X509Certificate signer, Requester requester) {
    var template = request.template();
    if (!request.certReqId().equals(BigInteger.ZERO)) {
      return CmpCheck.CERT_REQ_ID.refused("certReqId " + request.certReqId());
    }
    if (template.version().filter(version -> !version.equals(BigInteger.TWO)).isPresent()) {
      return CmpCheck.TEMPLATE_VERSION.refused("version " + template.version().get());
    }
    if (template.hasProhibitedFields()) {
      return CmpCheck.TEMPLATE_FIELDS.refused("a field that only the authority may set");
    }
    return subject(template.subject(), template.extensions())
        .flatMap(
            subject ->
                type == BodyType.kur
                    ? keyUpdate(request, subject, signer)
                    : Verdict.accepted(subject))
        .flatMap(
            subject ->
                publicKey(template.publicKey())
                    .flatMap(
                        key ->
                            possession(request, key, signer, requester)
                                .map(
                                    raVerified ->
                                        new RequestedCertificate(
                                            type,
                                            0,
                                            subject,
                                            key,
                                            template.extensions(),
                                            raVerified))));
  }

  private Verdict<RequestedCertificate> validate(Body.Pkcs10Request request) {
    if (!request.version().equals(BigInteger.ZERO)) {
      return CmpCheck.TEMPLATE_VERSION.refused("PKCS #10 version " + request.version());
    }
    var template = request.template();
    return subject(template.subject(), template.extensions())
        .flatMap(
            subject ->
                publicKey(template.publicKey())
                    .flatMap(
                        key ->
                            signature(request.signature(), request.requestInfo(), key)
                                .map(
                                    _ ->
                                        new RequestedCertificate(
                                            request.type(),
                                            request.type().certReqId(),
                                            subject,
                                            key,
                                            template.extensions(),
                                            false))));
  }

  private static Verdict<X500Principal> subject(
      Optional<X500Principal> subject, Optional<Extensions> extensions) {
    if (subject.isEmpty()) {
      return CmpCheck.TEMPLATE_SUBJECT.refused("no subject");
    }
    boolean isNull = subject.get().getName().isEmpty();
    boolean hasAlternative =
        extensions.map(found -> found.getExtension(Extension.subjectAlternativeName)).isPresent();
    return isNull && !hasAlternative
        ? CmpCheck.TEMPLATE_SUBJECT.refused("neither a subject nor a subjectAltName")
        : Verdict.accepted(subject.get());
  }

  /** A key update is for the certificate that protects it (RFC 9483 section 4.1.3). */
  private static Verdict<X500Principal> keyUpdate(
      CertReqMsg request, X500Principal subject, X509Certificate signer) {
    var old = new CertReqMsg.OldCertId(signer.getIssuerX500Principal(), signer.getSerialNumber());
    if (!request.oldCertId().map(old::equals).orElse(true)) {
      return CmpCheck.OLD_CERT_ID.refused("oldCertId names another certificate");
    }
    return keepsNames(request.template(), subject, signer)
        ? Verdict.accepted(subject)
        : CmpCheck.TEMPLATE_SUBJECT.refused("a key update must keep subject and subjectAltName");
  }

  /** One of the two names is enough, and neither may be another than that of the certificate. */
  private static boolean keepsNames(
      CertReqMsg.Template template, X500Principal subject, X509Certificate signer) {
    var alternative =
        template
            .extensions()
            .map(found -> found.getExtension(Extension.subjectAlternativeName))
            .map(found -> found.getExtnValue().getOctets());
    boolean keepsSubject =
        subject.equals(signer.getSubjectX500Principal())
            || (subject.getName().isEmpty() && alternative.isPresent());
    return keepsSubject
        && alternative.filter(names -> !Arrays.equals(names, subjectAltName(signer))).isEmpty();
  }

  private static byte[] subjectAltName(X509Certificate certificate) {
    return Optional.ofNullable(
            certificate.getExtensionValue(Extension.subjectAlternativeName.getId()))
        .map(value -> ASN1OctetString.getInstance(value).getOctets())
        .orElseGet(() -> new byte[0]);
  }

  /** Judges the key as it is encoded before it decodes it. */
  private Verdict<PublicKey> publicKey(Optional<SubjectPublicKeyInfo> info) {
    if (info.filter(key -> key.getPublicKeyData().getBytes().length > 0).isEmpty()) {
      return CmpCheck.TEMPLATE_PUBLIC_KEY.refused("no public key; none is generated here");
    }
    return algorithms
        .accepts(info.get())
        .mapRefusal(why -> CmpCheck.TEMPLATE_PUBLIC_KEY.refusal(why.cause()))
        .flatMap(this::decoded);
  }

  private Verdict<PublicKey> decoded(SubjectPublicKeyInfo info) {
    try {
      return Verdict.accepted(suite.publicKey(info.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      return CmpCheck.TEMPLATE_PUBLIC_KEY.refused("the public key: " + e.getMessage());
    }
  }

  /** Whether possession is vouched for instead of proven. */
  private Verdict<Boolean> possession(
      CertReqMsg request, PublicKey key, X509Certificate signer, Requester requester) {
    return switch (request.popo()) {
      case CertReqMsg.Popo.Absent() -> CmpCheck.POP_PRESENT.refused("no popo");
      case CertReqMsg.Popo.RaVerified() ->
          switch (requester) {
            case END_ENTITY ->
                CmpCheck.RA_VERIFIED_BY_DEVICE.refused("raVerified from an end entity");
            case REGISTRATION_AUTHORITY ->
                Certificates.hasExtendedKeyUsage(signer, Oids.CMC_RA)
                    ? Verdict.accepted(true)
                    : CmpCheck.RA_VERIFIED.refused("the signer has no id-kp-cmcRA");
          };
      case CertReqMsg.Popo.Signature signature when signature.hasInput() ->
          CmpCheck.POP_KIND.refused("poposkInput is present");
      case CertReqMsg.Popo.Signature signature ->
          signature(signature, request.certRequest(), key).map(_ -> false);
      case CertReqMsg.Popo.OfAnotherKind(int tag) ->
          CmpCheck.POP_KIND.refused("popo alternative " + tag);
    };
  }

  private Verdict<AlgorithmIdentifier> signature(
      CertReqMsg.Popo.Signature popo, byte[] signed, PublicKey key) {
    return algorithms
        .accepts(popo.algorithm(), key)
        .mapRefusal(why -> CmpCheck.POP_ALGORITHM.refusal(why.cause()))
        .flatMap(
            algorithm -> {
              try {
                return suite.verify(key, algorithm, signed, popo.value())
                    ? Verdict.accepted(algorithm)
                    : CmpCheck.POP_SIGNATURE.refused("the signature is not by the requested key");
              } catch (NoSuchAlgorithmException e) {
                return CmpCheck.POP_ALGORITHM.refused(String.valueOf(e.getMessage()));
              }
            });
  }
}
