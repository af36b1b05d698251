package dev.brski.masa.ownership;

import dev.brski.masa.ownership.Facts.Owner;
import dev.brski.masa.ownership.Judgement.Entitled;
import dev.brski.voucher.Assertion;
import java.util.List;
import java.util.Optional;

/**
 * Whether a domain may have a voucher for a device, and what the voucher may claim (RFC 8366
 * section 5.3, RFC 8995 sections 5.5.2, 5.5.4, 7.4.1, 10.4).
 */
record Rules(OwnershipPolicy policy) {

  private static final String ADD_DOMAIN =
      "brski masa customer add NAME --domain-ca FILE says whose a domain is";

  Judgement judge(Asking asking, Facts facts) {
    if (facts.block().isPresent()) {
      var block = facts.block().get();
      return Judgement.denied(
          Ground.BLOCKED,
          "the device is blocked since " + block.since() + " (" + block.reason() + ")",
          "See who asks: it may be where the device is. If it came back: brski masa unblock");
    }
    return facts
        .owner()
        .map(owner -> owned(asking, facts, owner))
        .orElseGet(() -> unsold(asking, facts));
  }

  private Judgement owned(Asking asking, Facts facts, Owner owner) {
    var marks =
        facts.marks().stream().filter(mark -> mark.customer().equals(owner.customer())).toList();
    var known = marks.stream().filter(Mark::identifies).toList();
    if (!known.isEmpty()) {
      return ofItsOwner(asking, facts, owner, marks, known);
    }
    return owner.awaited() && facts.customers().isEmpty()
        ? firstUse(asking, owner)
        : Judgement.denied(
            Ground.OF_ANOTHER,
            "the device is sold to " + owner.name() + ", and the domain is " + whose(facts),
            "If it changed hands: brski masa transfer. If the domain is "
                + owner.name()
                + "'s, "
                + ADD_DOMAIN);
  }

  private static Judgement ofItsOwner(
      Asking asking, Facts facts, Owner owner, List<Mark> marks, List<Mark> known) {
    var verified = known.stream().anyMatch(mark -> !mark.learnt());
    int highest =
        marks.stream()
            .filter(mark -> asking.proximity() || !mark.learnt())
            .mapToInt(Mark::position)
            .max()
            .orElse(0);
    var pin = asking.chain().get(Math.min(asking.pinPosition(), highest));
    if (verified && !asking.proximity() && !owner.nonceless()) {
      return Judgement.denied(
          Ground.NONCELESS,
          "it asks without a nonce, which " + owner.name() + " may not",
          "To let it: brski masa customer add NAME --nonceless");
    }
    if (verified) {
      return new Entitled(new Entitlement(Assertion.VERIFIED, pin, Optional.empty()));
    }
    return asking.proximity()
        ? new Entitled(new Entitlement(Assertion.PROXIMITY, pin, Optional.empty()))
        : notNear(facts);
  }

  private Judgement firstUse(Asking asking, Owner owner) {
    if (!asking.proximity() || policy.firstUse() == FirstUse.REFUSE) {
      return Judgement.denied(
          Ground.OWNER_UNKNOWN,
          "the device is sold to " + owner.name() + ", of whom no certificate is known",
          "Either "
              + ADD_DOMAIN
              + ", or first-use: allow in brski.yaml lets the first that asks be the customer's");
    }
    return new Entitled(
        new Entitlement(Assertion.PROXIMITY, asking.pin(), Optional.of(owner.customer())));
  }

  private Judgement unsold(Asking asking, Facts facts) {
    if (policy.unsold() == Unsold.REFUSE || !asking.proximity()) {
      return Judgement.denied(
          Ground.NOT_SOLD,
          "no sales record names the device, and the domain is " + whose(facts),
          asking.proximity()
              ? "Tell of the sale: brski masa sales import; unsold in brski.yaml is the policy"
              : "Tell of the sale: brski masa sales import; a voucher without a nonce is for owners"
                  + " alone");
    }
    if (policy.unsold() == Unsold.CUSTOMERS && facts.customers().isEmpty()) {
      return Judgement.denied(
          Ground.NO_CUSTOMER,
          "no sales record names the device, and the domain is " + whose(facts),
          ADD_DOMAIN + "; unsold in brski.yaml is the policy");
    }
    return new Entitled(new Entitlement(Assertion.PROXIMITY, asking.pin(), Optional.empty()));
  }

  private static Judgement notNear(Facts facts) {
    return Judgement.denied(
        Ground.NEITHER_OWNER_NOR_NEAR,
        "the device has not proven that it is near, and the domain is "
            + whose(facts)
            + ", by no certificate that was given for it",
        ADD_DOMAIN);
  }

  private static String whose(Facts facts) {
    return facts.customers().isEmpty()
        ? "no customer's"
        : String.join(" and ", facts.customers()) + "'s";
  }
}
