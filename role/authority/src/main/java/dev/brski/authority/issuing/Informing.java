package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.Signer;
import dev.brski.authority.ledger.RevocationList;
import dev.brski.authority.ledger.TransactionIds;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.ReplyTo;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What a genm is answered with (RFC 9483 sections 4.3 and 5.1.4). Nothing is kept of it. */
public final class Informing {

  private final Authorities authorities;
  private final RequestTemplates templates;
  private final List<Publishing> lists;
  private final Optional<URI> listUrl;
  private final TransactionIds transactionIds;
  private final CmpComposer responder;
  private final InstantSource clock;

  /**
   * Answers of an authority.
   *
   * @param lists of each issuing CA
   * @param listUrl where certificates of the first say that its revocation list is, if they do
   * @param transactionIds those that no question may use
   */
  public Informing(
      Authorities authorities,
      RequestTemplates templates,
      List<Publishing> lists,
      Optional<URI> listUrl,
      TransactionIds transactionIds,
      CmpComposer responder,
      InstantSource clock) {
    this.authorities = authorities;
    this.templates = templates;
    this.lists = lists;
    this.listUrl = listUrl;
    this.transactionIds = transactionIds;
    this.responder = responder;
    this.clock = clock;
  }

  /** The octets of the genp, or the reason why there is none. */
  public Verdict<byte[]> answer(Received.Support received) {
    var message = received.message();
    return transactionIds
        .objection(message.transactionId().octets())
        .map(Verdict::<Information>refused)
        .orElseGet(() -> information(message, received.signer(), received.inquiry()))
        .map(told -> responder.information(ReplyTo.of(message), told).encoded())
        .mapRefusal(refusal -> received.signer().device().map(refusal::withDevice).orElse(refusal));
  }

  private Verdict<Information> information(CmpMessage message, Signer signer, Inquiry inquiry) {
    return switch (inquiry) {
      case Inquiry.CaCertificates() ->
          Verdict.accepted(new Information.CaCertificates(authorities.all(clock.instant())));
      case Inquiry.RootUpdate(var old) ->
          Verdict.accepted(new Information.RootUpdate(authorities.successionOf(old)));
      case Inquiry.RequestTemplate() -> template(message, signer);
      case Inquiry.RevocationList(var source, var thisUpdate) ->
          Verdict.accepted(
              new Information.RevocationList(
                  list(source, thisUpdate).map(RevocationList::content)));
    };
  }

  private Verdict<Information> template(CmpMessage message, Signer signer) {
    return templates
        .of(message.header().certProfile(), signer)
        .<Information>map(template -> new Information.RequestTemplate(Optional.of(template)))
        .mapRefusal(Informing::toldInAnAnswer);
  }

  /** The words for requests speak of an inner message, which a question is not. */
  private static Refusal toldInAnAnswer(Refusal refusal) {
    return refusal.withTold(refusal.told().replace("inner message: ", ""));
  }

  private Optional<RevocationList> list(Inquiry.Source source, Optional<Instant> thisUpdate) {
    return lists.stream()
        .filter(each -> isMeant(source, each.issuingCa()))
        .findFirst()
        .flatMap(Publishing::latest)
        .filter(latest -> thisUpdate.map(latest.thisUpdate()::isAfter).orElse(true));
  }

  /** A distribution point is a name for what is held here; it is never followed. */
  private boolean isMeant(Inquiry.Source source, IssuingCa issuingCa) {
    return switch (source) {
      case Inquiry.Source.Issuer(X500Principal name) -> name.equals(issuingCa.name());
      case Inquiry.Source.DistributionPoint(var uris) ->
          listUrl.map(issuingCa::listUrl).filter(url -> uris.contains(url.toString())).isPresent();
    };
  }
}
