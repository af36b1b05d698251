package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A new root is believed for what the old one signed, and for nothing else. */
class RootSuccessionTest {

  private static final String NAME = "Domain root";
  private static final Validity OVER =
      Validity.lasting(Cast.NOW.minusSeconds(99), Duration.ofSeconds(9));
  private static final Validity TO_COME =
      Validity.lasting(Cast.NOW.plusSeconds(99), Duration.ofDays(9));

  private static final Credential OLD =
      Cast.ISSUER.selfSigned(CertificateProfile.rootCa("Domain root", Cast.LONG));
  private static final Credential STRANGER =
      Cast.ISSUER.selfSigned(CertificateProfile.rootCa("Domain root", Cast.LONG));
  private static final KeyPair KEY = Cast.SUITE.generateKeyPair();
  private static final KeyPair OTHER_KEY = Cast.SUITE.generateKeyPair();
  private static final X509Certificate NEW_WITH_NEW = self(KEY, NAME, Cast.LONG);
  private static final X509Certificate NEW_WITH_OLD = by(OLD, KEY, NAME, Cast.LONG);
  private static final X509Certificate OLD_WITH_NEW =
      by(
          new Credential(KEY.getPrivate(), List.of(NEW_WITH_NEW)),
          new KeyPair(OLD.leaf().getPublicKey(), OLD.key()),
          "Domain root",
          Cast.LONG);

  private final RootSuccession succession = new RootSuccession(Cast.PATHS);

  private static X509Certificate self(KeyPair key, String name, Validity validity) {
    return Cast.ISSUER.selfSigned(key, CertificateProfile.rootCa(name, validity));
  }

  private static X509Certificate by(
      Credential issuer, KeyPair key, String name, Validity validity) {
    return Cast.ISSUER.issue(issuer, key.getPublic(), CertificateProfile.rootCa(name, validity));
  }

  private static KeyPair keys(Credential of) {
    return new KeyPair(of.leaf().getPublicKey(), of.key());
  }

  /** An authority's certificate whose keyUsage is for revocation lists alone. */
  private static X509Certificate signingNoCertificates(PrivateKey issuer) {
    try {
      var name = new X500Principal("CN=" + NAME);
      var built =
          new JcaX509v3CertificateBuilder(
                  name,
                  Cast.ISSUER.randomSerialNumber(),
                  Date.from(Cast.LONG.notBefore()),
                  Date.from(Cast.LONG.notAfter()),
                  name,
                  KEY.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))
              .build(Cast.SUITE.contentSigner(issuer));
      return Certificates.parse(built.getEncoded());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update"})
  void aRootThatTheOldOneVouchesForIsTheNext() {
    for (var oldWithNew : List.of(Optional.<X509Certificate>empty(), Optional.of(OLD_WITH_NEW))) {
      var roots = new Information.Roots(NEW_WITH_NEW, NEW_WITH_OLD, oldWithNew);

      assertThat(accepted(succession.judge(roots, OLD.leaf(), Cast.MOMENT)))
          .isEqualTo(NEW_WITH_NEW);
    }
  }

  record Wrong(String how, Information.Roots roots, X509Certificate old, String cause) {
    @Override
    public String toString() {
      return how;
    }
  }

  private static Wrong wrong(
      String how, X509Certificate newWithNew, X509Certificate newWithOld, String cause) {
    return new Wrong(
        how, new Information.Roots(newWithNew, newWithOld, Optional.empty()), OLD.leaf(), cause);
  }

  static Stream<Wrong> updates() {
    var expired = Cast.ISSUER.selfSigned(CertificateProfile.rootCa("Domain root", OVER));
    var own = new KeyPair(OLD.leaf().getPublicKey(), OLD.key());
    var device =
        Cast.ISSUER.selfSigned(
            CertificateProfile.ldevid(CertificateProfile.commonName(NAME), Cast.LONG));
    var below = Cast.ISSUER.credential(OLD, CertificateProfile.rootCa("Between", Cast.LONG));
    var registrar =
        Cast.ISSUER.credential(OLD, CertificateProfile.registrar("Registrar", Cast.LONG));
    var namesake = Cast.ISSUER.credential(OLD, CertificateProfile.registrar(NAME, Cast.LONG));
    var narrow =
        Cast.ISSUER.selfSigned(
            CertificateProfile.rootCa(NAME, Cast.LONG).asAuthority(OptionalInt.of(1)));
    return Stream.of(
        wrong(
            "newWithOld that is a registrar's",
            self(keys(registrar), "Registrar", Cast.LONG),
            registrar.leaf(),
            "the name of the old root"),
        wrong(
            "newWithOld that is a registrar's of the root's name",
            self(keys(namesake), NAME, Cast.LONG),
            namesake.leaf(),
            "not a certification authority's"),
        wrong(
            "newWithOld that is a subordinate authority's",
            self(keys(below), "Between", Cast.LONG),
            below.leaf(),
            "the name of the old root"),
        wrong(
            "both for another name",
            self(KEY, "Domain root 2", Cast.LONG),
            by(OLD, KEY, "Domain root 2", Cast.LONG),
            "the name of the old root"),
        wrong(
            "newWithOld that may sign no certificates",
            NEW_WITH_NEW,
            signingNoCertificates(OLD.key()),
            "not a certification authority's"),
        wrong(
            "newWithNew that may sign no certificates",
            signingNoCertificates(KEY.getPrivate()),
            NEW_WITH_OLD,
            "not a certification authority's"),
        wrong(
            "newWithNew that allows longer paths than newWithOld",
            NEW_WITH_NEW,
            Cast.ISSUER.issue(
                OLD,
                KEY.getPublic(),
                CertificateProfile.rootCa(NAME, Cast.LONG).asAuthority(OptionalInt.of(1))),
            "longer paths"),
        new Wrong(
            "newWithNew that allows longer paths than the old root",
            new Information.Roots(NEW_WITH_NEW, by(narrow, KEY, NAME, Cast.LONG), Optional.empty()),
            narrow.leaf(),
            "longer paths"),
        wrong(
            "newWithOld by another root of the same name",
            NEW_WITH_NEW,
            by(STRANGER, KEY, NAME, Cast.LONG),
            ""),
        wrong("newWithOld by nobody but itself", NEW_WITH_NEW, NEW_WITH_NEW, ""),
        wrong(
            "newWithOld by an authority below the old root",
            NEW_WITH_NEW,
            by(below, KEY, NAME, Cast.LONG),
            ""),
        wrong(
            "newWithOld for another key",
            NEW_WITH_NEW,
            by(OLD, OTHER_KEY, NAME, Cast.LONG),
            "another name or key"),
        wrong(
            "newWithOld for another name",
            NEW_WITH_NEW,
            by(OLD, KEY, "Domain root 3", Cast.LONG),
            "another name or key"),
        wrong("newWithOld that is over", NEW_WITH_NEW, by(OLD, KEY, NAME, OVER), ""),
        wrong("newWithOld that is to come", NEW_WITH_NEW, by(OLD, KEY, NAME, TO_COME), ""),
        wrong("newWithNew that is over", self(KEY, NAME, OVER), NEW_WITH_OLD, ""),
        wrong("newWithNew that is to come", self(KEY, NAME, TO_COME), NEW_WITH_OLD, ""),
        wrong("newWithNew that is newWithOld", NEW_WITH_OLD, NEW_WITH_OLD, "no root"),
        wrong(
            "newWithNew that is no authority",
            device.leaf(),
            Cast.ISSUER.issue(
                OLD, device.leaf().getPublicKey(), CertificateProfile.rootCa(NAME, Cast.LONG)),
            "not a certification authority's"),
        wrong(
            "newWithNew that its own key did not sign",
            by(
                new Credential(OTHER_KEY.getPrivate(), List.of(self(OTHER_KEY, NAME, Cast.LONG))),
                KEY,
                NAME,
                Cast.LONG),
            NEW_WITH_OLD,
            ""),
        wrong(
            "newWithNew with the key of the old root",
            self(own, NAME, Cast.LONG),
            by(STRANGER, own, NAME, Cast.LONG),
            "the key of the old root"),
        new Wrong(
            "an old root that is over",
            new Information.Roots(
                NEW_WITH_NEW, by(expired, KEY, NAME, Cast.LONG), Optional.empty()),
            expired.leaf(),
            ""),
        new Wrong(
            "an old root that is another",
            new Information.Roots(NEW_WITH_NEW, NEW_WITH_OLD, Optional.of(OLD_WITH_NEW)),
            STRANGER.leaf(),
            ""));
  }

  @ParameterizedTest
  @MethodSource("updates")
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update", "CMP-H22"})
  void aRootThatIsNotBoundToTheOldOneIsNone(Wrong wrong) {
    var refusal = refused(succession.judge(wrong.roots(), wrong.old(), Cast.MOMENT));

    assertThat(refusal.check()).isEqualTo(CmpCheck.ROOT_SUCCESSION);
    assertThat(refusal.cause()).contains(wrong.cause()).isNotBlank();
    assertThat(CmpCheck.ROOT_SUCCESSION.failInfo()).isEqualTo(FailInfo.signerNotTrusted);
  }

  @Test
  @Proves("CMP-E8")
  void withoutAClockDatesAreNotJudgedButSignaturesAre() {
    var over =
        new Information.Roots(self(KEY, NAME, OVER), by(OLD, KEY, NAME, OVER), Optional.empty());
    accepted(succession.judge(over, OLD.leaf(), new Moment.Unknown()));

    var foreign =
        new Information.Roots(NEW_WITH_NEW, by(STRANGER, KEY, NAME, Cast.LONG), Optional.empty());
    assertThat(refused(succession.judge(foreign, OLD.leaf(), new Moment.Unknown())).check())
        .isEqualTo(CmpCheck.ROOT_SUCCESSION);
  }
}
