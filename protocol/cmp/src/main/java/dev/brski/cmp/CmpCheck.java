package dev.brski.cmp;

import static dev.brski.cmp.FailInfo.badAlg;
import static dev.brski.cmp.FailInfo.badCertId;
import static dev.brski.cmp.FailInfo.badCertTemplate;
import static dev.brski.cmp.FailInfo.badDataFormat;
import static dev.brski.cmp.FailInfo.badMessageCheck;
import static dev.brski.cmp.FailInfo.badPOP;
import static dev.brski.cmp.FailInfo.badRecipientNonce;
import static dev.brski.cmp.FailInfo.badRequest;
import static dev.brski.cmp.FailInfo.badSenderNonce;
import static dev.brski.cmp.FailInfo.badTime;
import static dev.brski.cmp.FailInfo.certConfirmed;
import static dev.brski.cmp.FailInfo.certRevoked;
import static dev.brski.cmp.FailInfo.notAuthorized;
import static dev.brski.cmp.FailInfo.signerNotTrusted;
import static dev.brski.cmp.FailInfo.systemFailure;
import static dev.brski.cmp.FailInfo.systemUnavail;
import static dev.brski.cmp.FailInfo.unsupportedVersion;
import static dev.brski.cmp.FailInfo.wrongIntegrity;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;

/** The checks of RFC 9483 on a CMP message, in its order, each with the answer it calls for. */
public enum CmpCheck implements CmpFault {
  // Section 3.5: without these the protocol becomes dysfunctional.
  SYNTAX(
      "LC-3.5-syntax",
      badDataFormat,
      "the message is not a well-formed PKIMessage",
      "Have the sender repair its encoding; the message must be one DER PKIMessage."),
  LIMITS(
      "LC-3.5-limits",
      badDataFormat,
      "the message exceeds the size or complexity that is accepted here",
      "If the message is genuine, raise the limit it exceeded."),
  PVNO(
      "LC-3.5-pvno",
      unsupportedVersion,
      "pvno must be cmp2000(2) or cmp2021(3)",
      "Use a CMP client of version 2 or 3."),
  TRANSACTION_ID(
      "LC-3.5-transactionID",
      badDataFormat,
      "the transactionID is missing or longer than 64 octets",
      "Use a client that makes transactionIDs of 16 octets."),
  BODY_TYPE(
      "LC-3.5-body-type",
      badRequest,
      "this body type is not expected here in this operation",
      "Compare the type with the operation's step and the path it was sent to."),
  // Section 3.5: required for secure operation.
  SENDER_NONCE(
      "LC-3.5-senderNonce",
      badSenderNonce,
      "the senderNonce is missing, shorter than 128 bits or longer than 128 octets",
      "Use a client that makes nonces of 16 octets or more."),
  RECIP_NONCE(
      "LC-3.5-recipNonce",
      badRecipientNonce,
      "the recipNonce is not that of this transaction",
      "The message may be a replay or belong to an older exchange; start a new transaction."),
  PROTECTED(
      "LC-3.5-protected",
      badMessageCheck,
      "the message has no protection",
      "Sign the message; unprotected messages are refused."),
  SIGNATURE_BASED(
      "LC-3.5-signature-based",
      wrongIntegrity,
      "the protection must be a signature",
      "Use a certificate and its key instead of a shared secret."),
  PROTECTION_ALG(
      "LC-3.5-protectionAlg",
      badAlg,
      "the protection algorithm is not accepted or does not fit the key",
      "Use a signature algorithm of RFC 9481 section 3 that is accepted here."),
  PROTECTION_CERTIFICATE(
      "LC-3.3-protection-certificate",
      badMessageCheck,
      "the certificate of the protection is not in extraCerts",
      "Put the protection certificate first into extraCerts."),
  SENDER_KID(
      "LC-3.5-senderKID",
      badMessageCheck,
      "the senderKID does not identify a certificate of extraCerts",
      "Set senderKID to the subject key identifier of the protection certificate."),
  PROTECTION(
      "LC-3.5-protection",
      badMessageCheck,
      "the protection does not verify",
      "The message was altered on its way or signed with another key than its certificate's."),
  SIGNER_TRUSTED(
      "LC-3.5-signer-trusted",
      signerNotTrusted,
      "the certificate of the protection is not trusted",
      "Compare the issuer of the certificate with the trust anchors for this step."),
  KEY_USAGE(
      "LC-3.5-keyUsage",
      signerNotTrusted,
      "the certificate of the protection is not for digital signatures",
      "Use a certificate with the key usage digitalSignature."),
  SENDER(
      "LC-3.5-sender",
      badMessageCheck,
      "the sender is not the subject of the protection certificate",
      "Set the sender to the subject of the protection certificate."),
  MESSAGE_TIME(
      "LC-3.5-messageTime",
      badTime,
      "the messageTime is too far from the present time",
      "Compare the clocks of both ends."),
  AUTHORIZED(
      "LC-3.5-authorized",
      notAuthorized,
      "the sender is not authorised for this operation",
      "Check whether the sender is meant to do this and has the certificate for it."),
  SAME_CREDENTIALS(
      "LC-4.4-same-credentials",
      badRequest,
      "no such transaction",
      "certConf and pollReq must be signed with the credentials of the first request."),
  // Sections 5.1 and 6: state and systems behind.
  TRANSACTION_ID_IN_USE(
      "LC-5.1-transactionIdInUse",
      FailInfo.transactionIdInUse,
      "the transactionID is in use",
      "Start again with a fresh transactionID."),
  UNKNOWN_TRANSACTION(
      "CMP-B13-unknown-transaction",
      badRequest,
      "no such transaction",
      "The transaction has ended or never began here; start a new one."),
  SYSTEM_UNAVAILABLE(
      "LC-3.6.4-systemUnavail",
      systemUnavail,
      "a system behind this one is not available",
      "Try again later in a new transaction."),
  SYSTEM_FAILURE(
      "LC-3.6.4-systemFailure",
      systemFailure,
      "a system behind this one is not functioning",
      "Look at the log of the system named; then try again in a new transaction."),
  // Section 4.1.1: the body of a certification request.
  ONE_REQUEST(
      "LC-4.1.1-one-CertReqMsg",
      badRequest,
      Place.BODY,
      "the body must hold exactly one CertReqMsg",
      "Send one request in each transaction."),
  CERT_REQ_ID(
      "LC-4.1.1-certReqId",
      badRequest,
      Place.BODY,
      "the certReqId must be 0",
      "Set certReqId to 0."),
  TEMPLATE_VERSION(
      "LC-4.1.1-version",
      badCertTemplate,
      Place.BODY,
      "the version of the certTemplate must be 2 or absent",
      "Leave the version out of the certTemplate."),
  TEMPLATE_FIELDS(
      "CMP-F1-prohibited-fields",
      badCertTemplate,
      Place.BODY,
      "the certTemplate must not have serialNumber, signingAlg, issuerUID or subjectUID",
      "Leave these fields out of the certTemplate."),
  TEMPLATE_SUBJECT(
      "LC-4.1.1-subject",
      badCertTemplate,
      Place.BODY,
      "the certTemplate needs a subject, or an empty one and a subjectAltName",
      "Put the name into the certTemplate."),
  TEMPLATE_PUBLIC_KEY(
      "LC-4.1.1-publicKey",
      badCertTemplate,
      Place.BODY,
      "the certTemplate needs a public key of a kind that is accepted here",
      "Use a key that the algorithm policy accepts, such as EC P-256."),
  POP_PRESENT(
      "LC-5.1.1-popo-present",
      badPOP,
      Place.BODY,
      "the proof of possession is missing",
      "Sign the CertRequest with the new key."),
  POP_KIND(
      "LC-4.1.1-popo-signature",
      badPOP,
      Place.BODY,
      "the proof of possession must be a signature over the CertRequest, without poposkInput",
      "Use a POPOSigningKey without poposkInput."),
  POP_ALGORITHM(
      "LC-4.1.1-popo-algorithm",
      badPOP,
      Place.BODY,
      "the algorithm of the proof of possession is not accepted or does not fit the key",
      "Sign the proof of possession with an algorithm of the new key."),
  POP_SIGNATURE(
      "LC-5.1.1-popo",
      badPOP,
      Place.BODY,
      "the proof of possession does not verify",
      "The request was altered or made with another key than the requested one."),
  RA_VERIFIED(
      "LC-5.1.1-raVerified",
      notAuthorized,
      Place.BODY,
      "raVerified needs the protection of an authorised registration authority",
      "Only a registration authority with cmcRA may say raVerified."),
  RA_VERIFIED_BY_DEVICE(
      "CMP-B3-raVerified-by-EE",
      badPOP,
      Place.BODY,
      "an end entity must prove possession by a signature",
      "Sign the CertRequest with the new key."),
  SUBJECT_IDENTIFIES_SIGNER(
      "LC-5.1.1-subject-signer",
      notAuthorized,
      Place.BODY,
      "the requested subject is not that of the protection certificate",
      "Request a certificate for the subject, or serial number, of the device certificate."),
  PROTECTION_KEY_REQUESTED(
      "CMP-B19-key-in-use",
      badCertTemplate,
      Place.BODY,
      "the requested key is the key of the protection certificate",
      "Make a new key pair for the certificate."),
  OLD_CERT_ID(
      "LC-4.1.3-oldCertId",
      badCertId,
      Place.BODY,
      "the certificate to be updated is not that of the protection",
      "Sign the key update with the certificate to be updated."),
  REQUEST_AUTHORIZED(
      "LC-5.1.1-authorized",
      notAuthorized,
      Place.BODY,
      "the request is not authorised",
      "Check the policy for this device and whether a registrar approved the request."),
  // Sections 4.1.1 and 4.4: the other bodies.
  RESPONSE_BODY(
      "CMP-F5-response",
      badDataFormat,
      "the response is not formed as ip, cp and kup must be",
      "Look at the responder; its message breaks RFC 9483 section 4.1.1."),
  CONFIRMATION_HEADER(
      "LC-3.1-confirmation",
      badDataFormat,
      "implicitConfirm and confirmWaitTime exclude each other, and the latter needs messageTime",
      "Look at the responder; its header breaks RFC 9483 section 3.1."),
  CERT_CONF_BODY(
      "CMP-F6-certConf",
      badRequest,
      "the certConf must hold one CertStatus with certReqId 0 and status accepted or rejection",
      "Confirm one certificate in each transaction."),
  CERT_HASH(
      "LC-5.1.2-certHash",
      badCertId,
      "the certHash is not that of the issued certificate",
      "The device confirms another certificate than the one issued in this transaction."),
  CERT_CONFIRMED(
      "CMP-B12-certConfirmed",
      certConfirmed,
      "the certificate was already confirmed otherwise",
      "A confirmation cannot be changed."),
  // Section 4.2: requests for a revocation.
  ONE_REVOCATION(
      "LC-4.2-one-RevDetails",
      badRequest,
      Place.BODY,
      "the rr must hold exactly one RevDetails",
      "Ask for one revocation in each transaction."),
  REVOCATION_DETAILS(
      "LC-4.2-certDetails",
      badCertId,
      Place.BODY,
      "certDetails must name the serialNumber and issuer of the certificate",
      "Name the certificate to be revoked by issuer and serialNumber."),
  REVOCATION_REASON(
      "LC-4.2-reasonCode",
      badRequest,
      Place.BODY,
      "crlEntryDetails must hold one reasonCode that is possible for an end entity",
      "Give one reasonCode: 0, 1, 3, 4, 5 or 9."),
  REVOCATION_OF_SIGNER(
      "LC-4.2-signer",
      notAuthorized,
      Place.BODY,
      "the certificate to be revoked is not that of the protection",
      "Sign the rr with the certificate to be revoked, or have a registration authority do it."),
  REVOCATION_KNOWN(
      "LC-5.1.3-known",
      badCertId,
      Place.BODY,
      "there is no such certificate of this authority",
      "Compare issuer and serialNumber with the certificate."),
  REVOCATION_OPEN(
      "LC-5.1.3-certRevoked",
      certRevoked,
      Place.BODY,
      "the certificate is expired or revoked already",
      "Nothing is to be done."),
  REVOCATION_RESPONSE(
      "CMP-F13-rp",
      badDataFormat,
      "the rp must hold one status, accepted or rejection",
      "Look at the responder; its message breaks RFC 9483 section 4.2."),
  // Section 4.3: support messages.
  GENERAL_BODY(
      "LC-4.3-one-InfoTypeAndValue",
      badRequest,
      "a support message must hold exactly one InfoTypeAndValue",
      "Ask one question in each transaction."),
  INFO_TYPE(
      "LC-4.3-infoType",
      badRequest,
      "this kind of support message is not answered here",
      "Ask for CA certificates, a root update, a request template or revocation lists."),
  INFO_VALUE(
      "CMP-F15-infoValue",
      badRequest,
      "the infoValue does not fit the infoType",
      "Look at RFC 9483 section 4.3 for what the question must hold."),
  INFORMATION(
      "CMP-F15-genp",
      badDataFormat,
      "the genp does not hold what was asked for",
      "Look at the responder; its message breaks RFC 9483 section 4.3."),
  ROOT_SUCCESSION(
      "9810-4.4.2.2-root-update",
      signerNotTrusted,
      "the new root is not bound to the old one",
      "Do not trust the new root; have the authority's operator look at it."),
  POLL_BODY(
      "CMP-F9-certReqId",
      badRequest,
      "the poll must hold one certReqId, 0 or -1",
      "Poll for one response in each transaction."),
  ERROR_BODY(
      "CMP-F11-status",
      badDataFormat,
      "an error message must have status rejection, or waiting without failInfo",
      "Look at the responder; its message breaks RFC 9483 section 3.6.4."),
  // Section 5.2.2: nested messages.
  NESTED_MEMBERS(
      "CMP-F16-members",
      badRequest,
      "a nested message must hold one message or more",
      "Put at least one message into the nested message."),
  NESTED_SENDER_NONCE(
      "LC-5.2.2.1-senderNonce",
      badRequest,
      "the senderNonce of the nested message is not that of the message in it",
      "Copy senderNonce and transactionID from the message that is nested."),
  NESTED_KIND(
      "CMP-R17-nesting",
      badRequest,
      "messages are nested in a way that is not accepted",
      "Nest a request once; a batch may hold requests and singly nested requests only."),
  BATCH_TRANSACTION_ID(
      "CMP-F16-batch-transactionID",
      badRequest,
      "the transactionID of a batch must differ from those in it",
      "Use a fresh transactionID for the batch."),
  CONSENT(
      "BRSKI-consent",
      notAuthorized,
      "the registrar's consent is missing or malformed",
      "Send the request through a registrar that adds its consent."),
  // What an end entity asks of a response.
  RESPONSE_TRANSACTION(
      "LC-3.1-response-transactionID",
      badRequest,
      "the response belongs to another transaction",
      "Look for a proxy or responder that mixes up connections."),
  RESPONDER_AUTHORIZED(
      "LC-3.4-responder",
      notAuthorized,
      "the signer is not authorised to send this response",
      "The certificate of a responder needs cmcRA or cmcCA, or must be that of the issuing CA."),
  CERT_REQ_ID_ANSWERED(
      "LC-4.4-certReqId",
      badDataFormat,
      "the response refers to another certReqId than the request",
      "Look at the responder; it must repeat the certReqId."),
  CERTIFICATE_KEY(
      "CMP-E5-public-key",
      badCertTemplate,
      "the certificate is not for the requested key",
      "The authority certified another key; look at its log."),
  CERTIFICATE_PATH(
      "CMP-E5-path",
      badCertTemplate,
      "the certificate has no valid path to the pinned certificate",
      "Compare the issuer of the certificate with the pinned domain certificate."),
  CA_PUBS(
      "LC-4.1-caPubs",
      badDataFormat,
      "caPubs may not be taken from this response",
      "Take caPubs only from a response that the pinned CA itself protects.");

  private enum Place {
    BODY,
    ELSEWHERE
  }

  private final String id;
  private final FailInfo failInfo;
  private final Place place;
  private final String told;
  private final String remedy;

  CmpCheck(String id, FailInfo failInfo, String told, String remedy) {
    this(id, failInfo, Place.ELSEWHERE, told, remedy);
  }

  CmpCheck(String id, FailInfo failInfo, Place place, String told, String remedy) {
    this.id = id;
    this.failInfo = failInfo;
    this.place = place;
    this.told = told;
    this.remedy = remedy;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public FailInfo failInfo() {
    return failInfo;
  }

  @Override
  public boolean bodyFault() {
    return place == Place.BODY;
  }

  @Override
  public String told() {
    return told;
  }

  /** What the operator can do when it fails. */
  public String remedy() {
    return remedy;
  }

  /** The refusal for a cause that was found. */
  public Refusal refusal(String cause) {
    return Refusal.of(this, cause, remedy);
  }

  /** The verdict for a cause that was found. */
  public <T> Verdict<T> refused(String cause) {
    return Verdict.refused(refusal(cause));
  }
}
