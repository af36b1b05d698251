package dev.brski.cmp;

import dev.brski.trust.Description;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The body of a message by kind (RFC 9810 section 5.1.2).
 *
 * <p>Where the profile wants exactly one element, {@code only()} is that element of a message that
 * has been validated; how many came is seen in the list.
 */
public sealed interface Body {

  /** Which of the alternatives it is. */
  BodyType type();

  /** ir, cr and kur: requests for a certificate (RFC 9483 section 4.1.1). */
  record CertificationRequest(BodyType type, List<CertReqMsg> requests) implements Body {

    /** Copies the list. */
    public CertificationRequest {
      requests = List.copyOf(requests);
    }

    /** The one request; {@link RequestValidation} has refused any other number. */
    public CertReqMsg only() {
      return theOnly(requests);
    }
  }

  /**
   * p10cr: a PKCS #10 request (RFC 9483 section 4.1.4).
   *
   * @param version what RFC 2986 wants to be 0
   * @param requestInfo the octets of the CertificationRequestInfo, which the signature is made over
   */
  record Pkcs10Request(
      BigInteger version,
      byte[] requestInfo,
      CertReqMsg.Template template,
      CertReqMsg.Popo.Signature signature)
      implements Body {

    /** Copies the octets. */
    public Pkcs10Request {
      requestInfo = requestInfo.clone();
    }

    @Override
    public BodyType type() {
      return BodyType.p10cr;
    }

    @Override
    public byte[] requestInfo() {
      return requestInfo.clone();
    }
  }

  /** ip, cp and kup: answers to a request for a certificate (RFC 9483 section 4.1.1). */
  record Response(BodyType type, List<X509Certificate> caPubs, List<CertResponse> responses)
      implements Body {

    /** Copies the lists. */
    public Response {
      caPubs = List.copyOf(caPubs);
      responses = List.copyOf(responses);
    }

    /** The one answer; {@link MessageValidation} has refused any other number. */
    public CertResponse only() {
      return theOnly(responses);
    }
  }

  /**
   * One CertResponse.
   *
   * @param certReqId which request it answers: 0, or -1 for a p10cr
   * @param certificate the new certificate, unless it came encrypted or not at all
   * @param hasPrivateKey whether a centrally generated key came with it
   */
  record CertResponse(
      long certReqId,
      StatusInfo status,
      Optional<X509Certificate> certificate,
      boolean hasCertifiedKeyPair,
      boolean hasPrivateKey) {}

  /**
   * PKIStatusInfo (RFC 9483 section 3.6.4).
   *
   * @param text the statusString, its parts joined by line ends; not made safe for printing
   */
  record StatusInfo(PkiStatus status, Set<FailInfo> failInfo, String text) {

    private static final Set<FailInfo> OUT_OF_ORDER =
        Set.of(FailInfo.systemUnavail, FailInfo.systemFailure);

    /** Copies the set. */
    public StatusInfo {
      failInfo = Set.copyOf(failInfo);
    }

    /** Whether whoever says it is out of order, and may say something else later. */
    public boolean isOutOfOrder() {
      return failInfo.stream().anyMatch(OUT_OF_ORDER::contains);
    }

    /** For an operator, on one line. */
    public String told() {
      return Description.printable(
          status
              + (failInfo.isEmpty() ? "" : " " + failInfo)
              + (text.isEmpty() ? "" : ": " + text));
    }
  }

  /** pollReq (RFC 9483 section 4.4). */
  record PollRequest(List<Long> certReqIds) implements Body {

    /** Copies the list. */
    public PollRequest {
      certReqIds = List.copyOf(certReqIds);
    }

    @Override
    public BodyType type() {
      return BodyType.pollReq;
    }

    /** The one certReqId: 0 for a CertResponse, -1 for the whole message. */
    public long only() {
      return theOnly(certReqIds);
    }
  }

  /** pollRep (RFC 9483 section 4.4). */
  record PollResponse(List<PollAnswer> answers) implements Body {

    /** Copies the list. */
    public PollResponse {
      answers = List.copyOf(answers);
    }

    @Override
    public BodyType type() {
      return BodyType.pollRep;
    }

    /** The one answer. */
    public PollAnswer only() {
      return theOnly(answers);
    }
  }

  /**
   * One element of a pollRep.
   *
   * @param checkAfter after how many seconds to ask again
   * @param reason why, or empty; not made safe for printing
   */
  record PollAnswer(long certReqId, long checkAfter, String reason) {}

  /** certConf (RFC 9483 section 4.1.1). */
  record CertConfirm(List<CertStatus> statuses) implements Body {

    /** Copies the list. */
    public CertConfirm {
      statuses = List.copyOf(statuses);
    }

    @Override
    public BodyType type() {
      return BodyType.certConf;
    }

    /** Whether it rejects the certificate; one without a CertStatus does (RFC 9810 5.3.18). */
    public boolean rejects() {
      return statuses.isEmpty() || only().status().status() == PkiStatus.rejection;
    }

    /** The one CertStatus. */
    public CertStatus only() {
      return theOnly(statuses);
    }
  }

  /**
   * One CertStatus.
   *
   * @param status accepted when the statusInfo was absent
   * @param hashAlg how certHash was made, if it says
   */
  record CertStatus(
      byte[] certHash, long certReqId, StatusInfo status, Optional<AlgorithmIdentifier> hashAlg) {

    /** Copies the octets. */
    public CertStatus {
      certHash = certHash.clone();
    }

    @Override
    public byte[] certHash() {
      return certHash.clone();
    }
  }

  /** pkiConf (RFC 9483 section 4.1.1). */
  record PkiConfirm() implements Body {

    @Override
    public BodyType type() {
      return BodyType.pkiconf;
    }
  }

  /** rr: a request for a revocation (RFC 9483 section 4.2). */
  record RevocationRequest(List<RevocationDetails> details) implements Body {

    /** Copies the list. */
    public RevocationRequest {
      details = List.copyOf(details);
    }

    @Override
    public BodyType type() {
      return BodyType.rr;
    }

    /** The one RevDetails. */
    public RevocationDetails only() {
      return theOnly(details);
    }
  }

  /**
   * One RevDetails: which certificate, and why.
   *
   * @param reasons the values of its reasonCodes (RFC 5280 section 5.3.1), as many as came
   */
  record RevocationDetails(
      Optional<X500Principal> issuer, Optional<BigInteger> serialNumber, List<Integer> reasons) {

    /** Copies the list. */
    public RevocationDetails {
      reasons = List.copyOf(reasons);
    }
  }

  /** rp: the answer to a request for a revocation (RFC 9483 section 4.2). */
  record RevocationResponse(List<StatusInfo> statuses) implements Body {

    /** Copies the list. */
    public RevocationResponse {
      statuses = List.copyOf(statuses);
    }

    @Override
    public BodyType type() {
      return BodyType.rp;
    }

    /** The one PKIStatusInfo. */
    public StatusInfo only() {
      return theOnly(statuses);
    }
  }

  /** genm and genp: a support message and its answer (RFC 9483 section 4.3). */
  record GeneralMessage(BodyType type, List<InfoTypeAndValue> infos) implements Body {

    /** Copies the list. */
    public GeneralMessage {
      infos = List.copyOf(infos);
    }

    /** The one InfoTypeAndValue; {@link Inquiry} and {@link Information} read it. */
    public InfoTypeAndValue only() {
      return theOnly(infos);
    }
  }

  /** nested (RFC 9483 section 5.2.2): messages untouched in the protection of another. */
  record Nested(List<NestedMember> members) implements Body {

    /** Copies the list. */
    public Nested {
      members = List.copyOf(members);
    }

    @Override
    public BodyType type() {
      return BodyType.nested;
    }
  }

  /** error (RFC 9483 section 3.6.4). */
  record ErrorBody(StatusInfo status) implements Body {

    @Override
    public BodyType type() {
      return BodyType.error;
    }
  }

  /**
   * A body that this engine does not look into.
   *
   * @param content the DER of the content of the alternative's tag
   */
  record Other(BodyType type, byte[] content) implements Body {

    /** Copies the octets. */
    public Other {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  private static <T> T theOnly(List<T> elements) {
    if (elements.size() != 1) {
      throw new IllegalStateException(elements.size() + " elements in a body for exactly one");
    }
    return elements.getFirst();
  }
}
