package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.Test;

/** A message under the protection of an RA instead of its own (RFC 9483 section 5.2.3). */
class ReplacedProtectionTest {

  private final Cast cast = new Cast();
  private final CmpComposer registrar = cast.as(cast.registrar);

  @Test
  @Proves({"CMP-R4", "CMP-R5"})
  void everyFieldOfTheHeaderStaysButThoseOfTheSigner() {
    var forge = Forge.ir(cast);
    forge.pvno = 3;
    forge.generalInfo.add(
        new InfoTypeAndValue(
            new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("something of its own")));
    var before = forge.message();
    var after = registrar.replacingProtection(before);

    var old = PKIMessage.getInstance(before.encoded());
    var made = PKIMessage.getInstance(after.encoded());
    assertThat(made.getHeader().getPvno()).isEqualTo(old.getHeader().getPvno());
    assertThat(made.getHeader().getRecipient()).isEqualTo(old.getHeader().getRecipient());
    assertThat(made.getHeader().getTransactionID()).isEqualTo(old.getHeader().getTransactionID());
    assertThat(made.getHeader().getSenderNonce()).isEqualTo(old.getHeader().getSenderNonce());
    assertThat(made.getHeader().getRecipNonce()).isEqualTo(old.getHeader().getRecipNonce());
    assertThat(made.getHeader().getGeneralInfo()).isEqualTo(old.getHeader().getGeneralInfo());
    assertThat(made.getBody()).isEqualTo(old.getBody());
    assertThat(after.bodyContent()).isEqualTo(before.bodyContent());
    assertThat(after.sender()).contains(cast.registrar.leaf().getSubjectX500Principal());
    assertThat(after.extraCerts().getFirst()).isEqualTo(cast.registrar.leaf());
    assertThat(after.extraCerts())
        .containsAll(
            before.extraCerts().stream()
                .filter(certificate -> !Certificates.isSelfIssued(certificate))
                .toList());
    assertThat(verifies(after)).isTrue();
  }

  @Test
  @Proves({"CMP-R4", "CMP-R18"})
  void evenFieldsThatNobodyHereReadsStay() throws Exception {
    var before = cast.ir();
    var structure = PKIMessage.getInstance(before.encoded());
    var old = structure.getHeader();
    var builder =
        new PKIHeaderBuilder(old.getPvno().intValueExact(), old.getSender(), old.getRecipient())
            .setProtectionAlg(old.getProtectionAlg())
            .setSenderKID(old.getSenderKID())
            .setRecipKID(new DEROctetString(new byte[] {1, 2, 3}))
            .setTransactionID(old.getTransactionID())
            .setSenderNonce(old.getSenderNonce())
            .setFreeText(new PKIFreeText("for people"));
    var odd =
        Cast.parsed(
            new PKIMessage(
                    builder.build(),
                    structure.getBody(),
                    structure.getProtection(),
                    structure.getExtraCerts())
                .getEncoded("DER"));
    var made = PKIMessage.getInstance(registrar.replacingProtection(odd).encoded()).getHeader();
    assertThat(made.getRecipKID().getOctets()).containsExactly(1, 2, 3);
    assertThat(made.getFreeText().getStringAtUTF8(0).getString()).isEqualTo("for people");
  }

  @Test
  @Proves("CMP-R4")
  void raVerifiedIsTheOnlyThingThatChangesInTheBody() {
    var before = cast.ir();
    var after = registrar.vouchingForPossession(before);
    var was = ((Body.CertificationRequest) before.body()).requests().getFirst();
    var is = ((Body.CertificationRequest) after.body()).requests().getFirst();
    assertThat(was.popo()).isInstanceOf(CertReqMsg.Popo.Signature.class);
    assertThat(is.popo()).isEqualTo(new CertReqMsg.Popo.RaVerified());
    assertThat(is.certRequest()).isEqualTo(was.certRequest());
    assertThat(is.certReqId()).isEqualTo(was.certReqId());
    assertThat(after.senderNonce()).isEqualTo(before.senderNonce());
    assertThat(after.transactionId()).isEqualTo(before.transactionId());
    assertThat(verifies(after)).isTrue();
  }

  @Test
  @Proves({"CMP-R4", "CMP-R5"})
  void certificatesForWhichThereIsNoRoomStayBehindAndThoseOfCasComeFirst() {
    var forge = Forge.ir(cast);
    var all = new ArrayList<>(cast.device.chain());
    while (all.size() < CmpLimits.standard().extraCerts() - 1) {
      all.add(cast.ldevid(Cast.SUITE.generateKeyPair().getPublic()));
    }
    var ca =
        Cast.ISSUER
            .credential(cast.root, CertificateProfile.issuingCa("Another CA", Cast.LONG))
            .leaf();
    all.add(ca);
    forge.extraCerts = all;
    var after = registrar.replacingProtection(forge.message());
    assertThat(after.extraCerts())
        .hasSize(CmpLimits.standard().extraCerts())
        .startsWith(cast.registrar.leaf(), cast.authority.leaf(), ca);
    assertThat(verifies(after)).isTrue();
  }

  @Test
  @Proves({"CMP-R4", "CMP-R16", "CMP-R19"})
  void aKurIsLeftAloneAndNobodyVouchesInOtherMessages() {
    var poll = cast.as(cast.device).pollReq(cast.ip(cast.ir()), 0);
    assertThatThrownBy(() -> registrar.vouchingForPossession(poll))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("raVerified");
    var update =
        cast.as(cast.device)
            .certificationRequest(
                CertificationDraft.kur(
                    cast.device.leaf(), Cast.SUITE.generateKeyPair(), Cast.SUITE));
    assertThatThrownBy(() -> registrar.replacingProtection(update))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kur");
    assertThatThrownBy(() -> registrar.vouchingForPossession(update))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kur");
  }

  private boolean verifies(CmpMessage message) {
    try {
      return Cast.SUITE.verify(
          cast.registrar.leaf().getPublicKey(),
          message.protectionAlg().orElseThrow(),
          message.protectedPart(),
          message.protection().orElseThrow());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
