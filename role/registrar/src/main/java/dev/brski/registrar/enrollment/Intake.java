package dev.brski.registrar.enrollment;

import dev.brski.cmp.Authenticated;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.Expectation.RecipNonce;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.SignerTrust;
import dev.brski.registrar.admission.Client;
import dev.brski.registrar.admission.Membership;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollment.WaitingOwner;
import dev.brski.registrar.onboarding.Operation;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the local RA demands of a pledge's message before it adds its protection (RFC 9483 sections
 * 3.5 and 5.2): the generic checks, and that TLS client and signer are one (RFC 9733 section 4.1).
 */
public final class Intake {

  private final PathValidator paths;
  private final MessageValidation messages;
  private final RequestValidation requests;
  private final Supplier<Anchors> manufacturers;
  private final Membership members;
  private final Answers answers;
  private final Clock clock;

  /**
   * @param manufacturers what anchors the IDevIDs that are taken now
   * @param members what anchors the certificates of the domain
   * @param answers recognises the nonces that were given out
   */
  public Intake(
      PathValidator paths,
      MessageValidation messages,
      RequestValidation requests,
      Supplier<Anchors> manufacturers,
      Membership members,
      Answers answers,
      Clock clock) {
    this.paths = paths;
    this.messages = messages;
    this.requests = requests;
    this.manufacturers = manufacturers;
    this.members = members;
    this.answers = answers;
    this.clock = clock;
  }

  /**
   * A request that opens an operation.
   *
   * @param label the path segment under which it is sent on (RFC 9483 section 6.1)
   */
  public record Opening(Operation operation, String label, Client client) {}

  /**
   * A request of a client, signed with what that has shown in TLS: an ir or p10cr of a device with
   * its IDevID, a cr, kur or rr of a member of the domain, a genm of both.
   */
  public Verdict<Opening> opening(CmpMessage message, Client client) {
    return operation(message, client)
        .flatMap(
            operation ->
                messages
                    .validate(message, expectation(message, client), clock.now())
                    .flatMap(authenticated -> isBy(authenticated, client))
                    .flatMap(_ -> body(message, operation, client))
                    .map(label -> new Opening(operation, label, client)))
        .mapRefusal(refusal -> refusal.withDevice(client.serialNumber()));
  }

  private static Verdict<Operation> operation(CmpMessage message, Client client) {
    var found =
        switch (client) {
          case Client.Device _ ->
              switch (message.type()) {
                case ir -> Optional.of(Operation.IR);
                case p10cr -> Optional.of(Operation.P10CR);
                case genm -> Optional.of(Operation.GENM);
                default -> Optional.<Operation>empty();
              };
          case Client.Member _ ->
              switch (message.type()) {
                case cr -> Optional.of(Operation.CR);
                case kur -> Optional.of(Operation.KUR);
                case rr -> Optional.of(Operation.RR);
                case genm -> Optional.of(Operation.GENM);
                default -> Optional.<Operation>empty();
              };
        };
    return found
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                CmpCheck.AUTHORIZED.refused(
                    switch (client) {
                      case Client.Device _ ->
                          "a " + message.type() + " wants a certificate of this domain";
                      case Client.Member _ ->
                          "a device with a certificate of this domain asks by cr or kur, not by "
                              + message.type();
                    }));
  }

  private Expectation expectation(CmpMessage message, Client client) {
    var expected = Expectation.of(Set.of(message.type()), new RecipNonce.Absent(), trust(client));
    return switch (client) {
      case Client.Device _ -> expected;
      case Client.Member _ -> expected.knowing(members.issuers());
    };
  }

  private SignerTrust trust(Client client) {
    return switch (client) {
      case Client.Device(var known) ->
          SignerTrust.anchored(paths, known.manufacturer().idevid(), Purpose.IDEVID);
      case Client.Member _ -> SignerTrust.anchored(paths, members.anchors(), Purpose.CMP_SIGNER);
    };
  }

  private Verdict<String> body(CmpMessage message, Operation operation, Client client) {
    return switch (operation) {
      case IR, P10CR, CR, KUR ->
          requests
              .validate(message, client.certificate(), Requester.END_ENTITY)
              .flatMap(requested -> identifies(requested, client))
              .map(_ -> message.type().operationLabel().orElseThrow());
      case RR -> revocation(message, client);
      case GENM -> Inquiry.of(message).map(Inquiry::operationLabel);
    };
  }

  private static Verdict<String> revocation(CmpMessage message, Client client) {
    var details = ((Body.RevocationRequest) message.body()).only();
    var own = client.certificate();
    boolean ofSigner =
        details.serialNumber().filter(own.getSerialNumber()::equals).isPresent()
            && details.issuer().filter(own.getIssuerX500Principal()::equals).isPresent();
    if (!ofSigner) {
      return CmpCheck.REVOCATION_OF_SIGNER.refused("it names another certificate than its own");
    }
    int reason = details.reasons().getFirst();
    return RevocationReason.ofNumber(reason).isPresent()
        ? Verdict.accepted(message.type().operationLabel().orElseThrow())
        : CmpCheck.REVOCATION_REASON.refused("reasonCode " + reason);
  }

  /**
   * A certConf in an operation of the TLS client. After a waiting of the authority, which may have
   * answered several polls, only the authority knows which of its answers it follows.
   */
  public Verdict<CmpMessage> certificateConfirm(
      CmpMessage message, List<X509Certificate> client, Enrollment enrollment) {
    var nonce = enrollment.responseNonce();
    boolean expectsConfirmation =
        enrollment.certificate().isPresent() && !enrollment.implicitConfirm();
    if (nonce.isEmpty() || !expectsConfirmation) {
      return CmpCheck.BODY_TYPE.refused(
          "a certConf in an operation that is " + enrollment.state() + " and expects none");
    }
    boolean another =
        enrollment
            .confirmSha256()
            .filter(sent -> !sent.equals(HexFormat.of().formatHex(message.sha256())))
            .isPresent();
    if (another) {
      return CmpCheck.CERT_CONFIRMED.refused("another certConf was sent before");
    }
    boolean judgedElsewhere =
        enrollment.waitingOwner() == WaitingOwner.AUTHORITY
            || enrollment.confirmSha256().isPresent();
    return authentic(
        message,
        client,
        BodyType.certConf,
        judgedElsewhere
            ? new RecipNonce.Ignored()
            : new RecipNonce.OneOf(Set.of(Nonce.ofHex(nonce.get()))));
  }

  /** A pollReq in an operation of the TLS client. */
  public Verdict<CmpMessage> poll(CmpMessage message, List<X509Certificate> client) {
    return authentic(
        message,
        client,
        BodyType.pollReq,
        new RecipNonce.Recognised(nonce -> answers.isOwnNonce(message.transactionId(), nonce)));
  }

  /**
   * A pollReq that the authority will answer, and whose recipNonce only the authority can judge.
   */
  public Verdict<CmpMessage> pollOfAuthority(CmpMessage message, List<X509Certificate> client) {
    return authentic(message, client, BodyType.pollReq, new RecipNonce.Ignored());
  }

  private Verdict<CmpMessage> authentic(
      CmpMessage message, List<X509Certificate> client, BodyType type, RecipNonce recipNonce) {
    boolean member = members.concerns(client);
    var expected =
        Expectation.of(
                Set.of(type),
                recipNonce,
                member
                    ? SignerTrust.anchored(paths, members.anchors(), Purpose.CMP_SIGNER)
                    : SignerTrust.anchored(paths, manufacturers.get(), Purpose.IDEVID))
            .knowing(known(client, member))
            .signedBy(client.getFirst());
    return messages.validate(message, expected, clock.now()).map(Authenticated::message);
  }

  private List<X509Certificate> known(List<X509Certificate> client, boolean member) {
    return member
        ? Stream.concat(client.stream(), members.issuers().stream()).distinct().toList()
        : client;
  }

  private static Verdict<Authenticated> isBy(Authenticated message, Client client) {
    return message.signer().equals(client.certificate())
        ? Verdict.accepted(message)
        : CmpCheck.AUTHORIZED.refused(
            "the request is signed by "
                + message.signer().getSubjectX500Principal().getName()
                + " but came over a connection of "
                + client.certificate().getSubjectX500Principal().getName());
  }

  private static Verdict<RequestedCertificate> identifies(
      RequestedCertificate requested, Client client) {
    if (!requested.identifies(client.certificate(), client.serialNumber())) {
      return CmpCheck.SUBJECT_IDENTIFIES_SIGNER.refused(
          "the certTemplate asks for " + requested.subject());
    }
    return requested.isForKeyOf(client.certificate())
        ? CmpCheck.PROTECTION_KEY_REQUESTED.refused(
            "the key of the certificate that signs is to be certified again")
        : Verdict.accepted(requested);
  }
}
