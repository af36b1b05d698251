package dev.brski.pledge;

import dev.brski.cmp.Answer;
import dev.brski.cmp.CmpMessage;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Takes a certificate, or objects to it, with the certConf that says so (RFC 9483 section 4.1.1).
 */
final class Receipt {

  private final CmpClient cmp;
  private final Messages messages;

  Receipt(CmpClient cmp, Messages messages) {
    this.cmp = cmp;
    this.messages = messages;
  }

  /** The operation with its certificate, and the confirmation to be sent if one is wanted. */
  Transaction accept(Transaction transaction, CmpMessage response, Answer.Issued issued)
      throws IOException {
    Optional<StoredMessage> caPubs =
        issued.caPubs().isEmpty()
            ? Optional.empty()
            : Optional.of(keep("ca-pubs", issued.caPubs()));
    Optional<StoredMessage> certConf =
        issued.confirm()
            ? Optional.of(cmp.keep(cmp.certConf(response, issued.certificate())))
            : Optional.empty();
    return transaction.grant(
        new Transaction.Granted(
            cmp.keep(response),
            keep("ldevid", issued.path().chainWithLinks(response.extraCerts())),
            caPubs,
            certConf,
            Optional.empty()));
  }

  /** The operation with the rejection to be sent. */
  Transaction object(
      Transaction transaction, CmpMessage response, X509Certificate certificate, Refusal refusal)
      throws IOException {
    return transaction.grant(
        new Transaction.Granted(
            cmp.keep(response),
            keep("rejected", List.of(certificate)),
            Optional.empty(),
            Optional.of(cmp.keep(cmp.rejection(response, certificate, refusal))),
            Optional.of(new Transaction.Objection(refusal.cause(), refusal.remedy()))));
  }

  private StoredMessage keep(String name, List<X509Certificate> certificates) throws IOException {
    var pem = Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII);
    return messages.keep(name, "pem", pem);
  }
}
