package dev.brski.registrar;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.onboarding.Message;
import dev.brski.registrar.onboarding.Parcel;

/**
 * Who understands a MASA's answer: it depends on the question.
 *
 * @param vouchers to a voucher-request
 * @param auditLogs to the question for an audit log
 */
record MasaAnswers(Addressee vouchers, Addressee auditLogs) implements Addressee {

  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    return whoAsked(parcel).receive(parcel, answer);
  }

  @Override
  public Disposition failed(Parcel parcel, String reason) {
    return whoAsked(parcel).failed(parcel, reason);
  }

  private Addressee whoAsked(Parcel parcel) {
    return parcel.kind() == Message.Kind.AUDIT_LOG_REQUEST ? auditLogs : vouchers;
  }
}
