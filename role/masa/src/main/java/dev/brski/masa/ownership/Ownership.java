package dev.brski.masa.ownership;

import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.masa.ownership.Judgement.Denied;
import dev.brski.masa.ownership.Judgement.Entitled;
import dev.brski.store.Change;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** May this domain have a voucher for this device, and with which assertion? */
public final class Ownership {

  private final Store store;
  private final Rules rules;
  private final Above above;
  private final Denials denials;

  /**
   * Answers from the tables of a store.
   *
   * @param paths finds the customer whose CA is above a chain that was sent without its top
   */
  public Ownership(Store store, OwnershipPolicy policy, PathValidator paths) {
    this.store = store;
    this.above = new Above(paths);
    this.rules = new Rules(policy);
    this.denials = new Denials(store);
  }

  /**
   * Whether the domain may have a voucher now. It is to be asked for every request, before anything
   * is looked up or made: also for one that has had its voucher. A no is one and the same for
   * whoever asks; its reason is in the journal when this returns. That is not so of a stranger who
   * asks without the device, nor of a device of which nothing is recorded: one could name serial
   * numbers for ever, and nothing in it is proven.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public Verdict<Entitlement> ask(Asking asking, Instant now) {
    record Found(Judgement judgement, boolean noted) {}
    var found =
        store.read(
            reading -> {
              var facts = Facts.of(reading, asking, above, now);
              return new Found(
                  rules.judge(asking, facts),
                  asking.proximity() || (!facts.customers().isEmpty() && facts.recorded()));
            });
    return switch (found.judgement) {
      case Entitled(var entitlement) -> Verdict.accepted(entitlement);
      case Denied(var denial) -> {
        if (found.noted) {
          denials.note(asking, denial, now);
        }
        yield Verdict.refused(refusal(asking, denial));
      }
    };
  }

  /**
   * The customers' CAs that may have issued a certificate, by what it says.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public List<X509Certificate> above(X509Certificate certificate) {
    return store.read(reading -> Above.candidates(reading, certificate));
  }

  /**
   * What the commit of a new voucher must contain: that all is still as it was when it was asked,
   * and what is learnt by the voucher.
   *
   * @return a change that throws {@link Superseded} if it is not
   */
  public Change condition(Asking asking, Entitlement entitlement, Instant now) {
    return transaction -> {
      if (!judge(transaction, asking, now).equals(new Entitled(entitlement))) {
        throw new Superseded();
      }
      entitlement.learns().ifPresent(customer -> learn(transaction, asking, customer, now));
    };
  }

  /**
   * Whether a voucher that was issued before may be given again to a domain that is entitled now.
   *
   * @throws Superseded if an operator has changed something since it was asked
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   */
  public Verdict<IssuedVoucher> again(
      Asking asking, Entitlement entitlement, IssuedVoucher voucher, Instant now) {
    if (!entitlement.covers(voucher)) {
      var denial =
          new Denial(
              Ground.NO_LONGER_TRUE,
              "its voucher "
                  + voucher.id()
                  + " says "
                  + voucher.assertion()
                  + " of a domain, and now it would be "
                  + entitlement.assertion()
                  + " of "
                  + SignedArtifact.name(entitlement.pin()),
              "The device must ask again, with a new nonce");
      denials.note(asking, denial, now);
      return Verdict.refused(refusal(asking, denial));
    }
    if (entitlement.learns().isPresent()) {
      store.change(condition(asking, entitlement, now));
    }
    return Verdict.accepted(voucher);
  }

  private Judgement judge(Reading reading, Asking asking, Instant now) {
    return rules.judge(asking, Facts.of(reading, asking, above, now));
  }

  private static Refusal refusal(Asking asking, Denial denial) {
    return Refusal.of(OwnershipCheck.DENIED, denial.cause(), denial.remedy())
        .withDevice(asking.serialNumber().printable());
  }

  private static void learn(Transaction transaction, Asking asking, String customer, Instant now) {
    var kind = asking.pinPosition() == 0 ? MarkKind.REGISTRAR : MarkKind.DOMAIN_CA;
    Customers.insert(transaction, customer, new NewMark(kind, asking.pin()), true, now);
    var name = Customers.name(transaction, customer);
    var details = new LinkedHashMap<String, String>();
    details.put("customer", name);
    details.put("kind", kind.word());
    details.put("subject", Certificates.nameText(asking.pin().getSubjectX500Principal()));
    details.put("sha256", Certificates.fingerprint(asking.pin()));
    details.put("registrar", Certificates.fingerprint(asking.chain().getFirst()));
    details.put("from", asking.from());
    transaction.journal("customer learnt", Optional.of(asking.serialNumber().text()), details);
  }
}
