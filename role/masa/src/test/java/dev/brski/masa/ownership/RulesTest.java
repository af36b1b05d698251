package dev.brski.masa.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.ownership.Facts.Owner;
import dev.brski.masa.ownership.Judgement.Denied;
import dev.brski.masa.ownership.Judgement.Entitled;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.CryptoSuite;
import dev.brski.voucher.Assertion;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided from what is known, every case of it. */
class RulesTest {

  private static final List<X509Certificate> CHAIN = chain();

  private static List<X509Certificate> chain() {
    var issuer = new CertificateIssuer(CryptoSuite.standard());
    var validity = Validity.lasting(Instant.now().minusSeconds(60), Duration.ofDays(1));
    var root = issuer.selfSigned(CertificateProfile.rootCa("root", validity));
    var ca = issuer.credential(root, CertificateProfile.issuingCa("ca", validity));
    return issuer.credential(ca, CertificateProfile.registrar("r", validity)).chain();
  }

  private static Facts facts(String block, String owner, String mark) {
    var marks =
        switch (mark) {
          case "none" -> List.<Mark>of();
          case "given" -> List.of(mark("P", MarkKind.DOMAIN_CA, false));
          case "learnt" -> List.of(mark("P", MarkKind.DOMAIN_CA, true));
          case "issuer" -> List.of(mark("P", MarkKind.ISSUER, false));
          case "other" -> List.of(mark("Q", MarkKind.DOMAIN_CA, false));
          default -> List.of(mark("P", MarkKind.REGISTRAR, false));
        };
    return new Facts(
        block.equals("blocked")
            ? Optional.of(new BlockedDevice("S", Instant.EPOCH, "stolen", "op", Optional.empty()))
            : Optional.empty(),
        switch (owner) {
          case "none" -> Optional.empty();
          case "awaited" -> Optional.of(new Owner("P", "P", true, true));
          case "allowed" -> Optional.of(new Owner("P", "P", false, true));
          default -> Optional.of(new Owner("P", "P", false, false));
        },
        !owner.equals("none"),
        marks);
  }

  private static Mark mark(String customer, MarkKind kind, boolean learnt) {
    return new Mark(1, customer, customer, kind, learnt);
  }

  private static Judgement judge(Facts facts, boolean near, OwnershipPolicy policy) {
    var asking = new Asking(new SerialNumber("S"), CHAIN, CHAIN.get(2), near, "192.0.2.1");
    return new Rules(policy).judge(asking, facts);
  }

  @ParameterizedTest
  @Proves({"MA-17", "MA-18", "MA-22"})
  @CsvSource({
    // block, owner, mark, near, unsold, first use, outcome, position of the pin
    "free, none, none, true, ALLOW, REFUSE, proximity, 2",
    "free, none, given, true, ALLOW, REFUSE, proximity, 2",
    "free, none, none, true, CUSTOMERS, REFUSE, not a customer, -1",
    "free, none, issuer, true, CUSTOMERS, REFUSE, not a customer, -1",
    "free, none, given, true, CUSTOMERS, REFUSE, proximity, 2",
    "free, none, given, true, REFUSE, REFUSE, not sold, -1",
    "free, none, none, false, ALLOW, REFUSE, not sold, -1",
    "free, none, learnt, false, ALLOW, REFUSE, not sold, -1",
    "free, none, given, false, ALLOW, REFUSE, not sold, -1",
    "free, none, given, false, CUSTOMERS, REFUSE, not sold, -1",
    "free, none, given, false, REFUSE, REFUSE, not sold, -1",
    "free, sold, given, true, REFUSE, REFUSE, verified, 1",
    "free, sold, given, false, REFUSE, REFUSE, 'without a nonce, which it may not', -1",
    "free, allowed, given, true, REFUSE, REFUSE, verified, 1",
    "free, allowed, given, false, REFUSE, REFUSE, verified, 1",
    "free, allowed, learnt, false, ALLOW, ALLOW, neither owner nor near, -1",
    "free, allowed, none, false, ALLOW, ALLOW, sold to another, -1",
    "free, allowed, other, false, ALLOW, ALLOW, sold to another, -1",
    "free, allowed, issuer, false, ALLOW, ALLOW, sold to another, -1",
    "blocked, allowed, given, false, ALLOW, ALLOW, blocked, -1",
    "free, sold, learnt, true, REFUSE, REFUSE, proximity, 1",
    "free, sold, learnt, false, ALLOW, ALLOW, neither owner nor near, -1",
    "free, sold, none, true, ALLOW, ALLOW, sold to another, -1",
    "free, sold, other, true, ALLOW, ALLOW, sold to another, -1",
    "free, sold, issuer, true, ALLOW, ALLOW, sold to another, -1",
    "free, sold, registrar above, true, ALLOW, ALLOW, sold to another, -1",
    "free, awaited, none, true, REFUSE, ALLOW, proximity, 2",
    "free, awaited, none, true, ALLOW, REFUSE, owner not known yet, -1",
    "free, awaited, none, false, ALLOW, ALLOW, owner not known yet, -1",
    "free, awaited, other, true, ALLOW, ALLOW, sold to another, -1",
    "blocked, sold, given, true, ALLOW, ALLOW, blocked, -1",
    "blocked, none, none, true, ALLOW, ALLOW, blocked, -1",
  })
  void whatIsKnownDecides(
      String block,
      String owner,
      String mark,
      boolean near,
      Unsold unsold,
      FirstUse firstUse,
      String outcome,
      int pin) {
    var policy = new OwnershipPolicy(unsold, firstUse);

    switch (judge(facts(block, owner, mark), near, policy)) {
      case Denied(var denial) -> {
        assertThat(denial.ground().word()).isEqualTo(outcome);
        assertThat(pin).isEqualTo(-1);
      }
      case Entitled(var entitlement) -> {
        assertThat(entitlement.assertion().name()).isEqualTo(outcome);
        assertThat(entitlement.pin()).isEqualTo(CHAIN.get(pin));
        assertThat(entitlement.learns().isPresent()).isEqualTo(owner.equals("awaited"));
      }
    }
  }

  @Test
  @Proves("MA-6")
  void anOwnersPinIsTheHighestOfItsOwnThatThePolicyAllows() {
    var marks =
        List.of(
            new Mark(0, "P", "P", MarkKind.REGISTRAR, false),
            new Mark(1, "P", "P", MarkKind.ISSUER, false));
    var facts =
        new Facts(Optional.empty(), Optional.of(new Owner("P", "P", false, false)), true, marks);
    for (int policy = 0; policy < 3; policy++) {
      var asking = new Asking(new SerialNumber("S"), CHAIN, CHAIN.get(policy), true, "192.0.2.1");
      var judged = new Rules(OwnershipPolicy.standard()).judge(asking, facts);
      assertThat(judged)
          .isEqualTo(
              new Entitled(
                  new Entitlement(
                      Assertion.VERIFIED, CHAIN.get(Math.min(policy, 1)), Optional.empty())));
    }
  }
}
