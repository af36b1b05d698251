package dev.brski.cmp;

import dev.brski.trust.RevocationReason;
import java.util.Optional;

/**
 * What the profile demands of each body beyond its syntax (RFC 9483 sections 3.6.4, 4.1.1, 4.4 and
 * 5.2.2); requests for certificates are judged by {@link RequestValidation}, what support messages
 * hold by {@link Inquiry} and {@link Information}.
 */
final class BodyRules {

  private BodyRules() {}

  /** The rule that a message breaks, if it breaks one. */
  static Optional<CmpCheck> broken(CmpMessage message) {
    return switch (message.body()) {
      case Body.CertificationRequest _, Body.Pkcs10Request _, Body.PkiConfirm _, Body.Other _ ->
          Optional.empty();
      case Body.Response response ->
          unless(isSound(response), CmpCheck.RESPONSE_BODY)
              .or(() -> unless(isSound(message.header()), CmpCheck.CONFIRMATION_HEADER));
      case Body.CertConfirm confirm ->
          unless(isSound(confirm, message.pvno()), CmpCheck.CERT_CONF_BODY);
      case Body.PollRequest(var ids) ->
          unless(ids.size() == 1 && isCertReqId(ids.getFirst()), CmpCheck.POLL_BODY);
      case Body.PollResponse(var answers) ->
          unless(
              answers.size() == 1
                  && isCertReqId(answers.getFirst().certReqId())
                  && answers.getFirst().checkAfter() >= 0,
              CmpCheck.POLL_BODY);
      case Body.ErrorBody(var status) -> unless(isNegative(status), CmpCheck.ERROR_BODY);
      case Body.RevocationRequest(var details) ->
          details.size() == 1 ? broken(details.getFirst()) : Optional.of(CmpCheck.ONE_REVOCATION);
      case Body.RevocationResponse(var statuses) ->
          unless(
              statuses.size() == 1 && isSettled(statuses.getFirst()), CmpCheck.REVOCATION_RESPONSE);
      case Body.GeneralMessage(var _, var infos) ->
          unless(infos.size() == 1, CmpCheck.GENERAL_BODY);
      case Body.Nested(var members) -> unless(!members.isEmpty(), CmpCheck.NESTED_MEMBERS);
    };
  }

  private static Optional<CmpCheck> broken(Body.RevocationDetails details) {
    return unless(
            details.issuer().isPresent() && details.serialNumber().isPresent(),
            CmpCheck.REVOCATION_DETAILS)
        .or(() -> unless(hasOneReason(details), CmpCheck.REVOCATION_REASON));
  }

  private static boolean hasOneReason(Body.RevocationDetails details) {
    return details.reasons().size() == 1
        && RevocationReason.ofNumber(details.reasons().getFirst()).isPresent();
  }

  private static boolean isSettled(Body.StatusInfo status) {
    return status.status() == PkiStatus.rejection
        || (status.status() == PkiStatus.accepted && status.failInfo().isEmpty());
  }

  private static boolean isSound(Body.Response response) {
    if (response.responses().size() != 1) {
      return false;
    }
    var answer = response.only();
    boolean idFits =
        answer.certReqId() == 0 || (response.type() == BodyType.cp && answer.certReqId() == -1);
    boolean statusFits =
        answer.status().status().grants()
            ? answer.certificate().isPresent() && answer.status().failInfo().isEmpty()
            : isNegative(answer.status()) && !answer.hasCertifiedKeyPair();
    boolean caPubsFit =
        response.caPubs().isEmpty()
            || (response.type() != BodyType.kup && answer.hasCertifiedKeyPair());
    return idFits && statusFits && caPubsFit;
  }

  private static boolean isSound(CmpHeader header) {
    return header.confirmWaitTime().isEmpty()
        || (!header.implicitConfirm() && header.messageTime().isPresent());
  }

  /** One without a CertStatus rejects the certificate (RFC 9810 section 5.3.18). */
  private static boolean isSound(Body.CertConfirm confirm, int pvno) {
    if (confirm.statuses().isEmpty()) {
      return true;
    }
    if (confirm.statuses().size() > 1) {
      return false;
    }
    var status = confirm.only();
    boolean statusFits =
        switch (status.status().status()) {
          case accepted -> status.status().failInfo().isEmpty();
          case rejection -> true;
          case grantedWithMods,
              waiting,
              revocationWarning,
              revocationNotification,
              keyUpdateWarning ->
              false;
        };
    return statusFits
        && isCertReqId(status.certReqId())
        && (status.hashAlg().isEmpty() || pvno == 3);
  }

  private static boolean isNegative(Body.StatusInfo status) {
    return status.status() == PkiStatus.rejection
        || (status.status() == PkiStatus.waiting && status.failInfo().isEmpty());
  }

  private static boolean isCertReqId(long id) {
    return id == 0 || id == -1;
  }

  private static Optional<CmpCheck> unless(boolean holds, CmpCheck check) {
    return holds ? Optional.empty() : Optional.of(check);
  }
}
