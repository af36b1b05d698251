package dev.brski.authority;

import dev.brski.trust.Credential;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.CertificateRequestMessageBuilder;
import org.bouncycastle.cert.crmf.Control;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** A certification request of a device, made by another library than the one under test. */
final class DeviceRequest {

  /** How possession of the key is shown. */
  enum Possession {
    PROVEN,
    PROVEN_WITH_ANOTHER_KEY,
    VOUCHED_FOR,
    NOT_SHOWN
  }

  private record Wanted(String oid, byte[] value) {}

  private final TestDevice device;
  private final List<Wanted> extensions = new ArrayList<>();
  private byte[] transactionId = TestDevice.SUITE.randomBytes(16);
  private final byte[] senderNonce = TestDevice.SUITE.randomBytes(16);
  private X500Name subject;
  private KeyPair keys;
  private Possession possession = Possession.PROVEN;
  private boolean implicitConfirm = true;
  private Optional<String> profile = Optional.empty();
  private int bodyType = PKIBody.TYPE_INIT_REQ;
  private int copies = 1;
  private Optional<X509Certificate> oldCertificate = Optional.empty();
  private Optional<Credential> signer = Optional.empty();
  private List<X509Certificate> shown = List.of();
  private boolean hasKey = true;

  /** The control that says which certificate is to be updated. */
  private record OldCertId(X509Certificate certificate) implements Control {

    @Override
    public ASN1ObjectIdentifier getType() {
      return new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.5");
    }

    @Override
    public ASN1Encodable getValue() {
      return new CertId(
          new GeneralName(X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded())),
          certificate.getSerialNumber());
    }
  }

  DeviceRequest(TestDevice device) {
    this.device = device;
    this.subject =
        X500Name.getInstance(device.idevid().leaf().getSubjectX500Principal().getEncoded());
    this.keys = device.newKeys();
  }

  DeviceRequest subject(String name) {
    subject = new X500Name(name);
    return this;
  }

  DeviceRequest keys(KeyPair other) {
    keys = other;
    return this;
  }

  DeviceRequest possession(Possession shown) {
    possession = shown;
    return this;
  }

  DeviceRequest extension(ASN1ObjectIdentifier oid, ASN1Object value) {
    return extension(oid, TestMessage.der(value));
  }

  DeviceRequest extension(ASN1ObjectIdentifier oid, byte[] value) {
    extensions.add(new Wanted(oid.getId(), value));
    return this;
  }

  DeviceRequest explicit() {
    implicitConfirm = false;
    return this;
  }

  DeviceRequest profile(String name) {
    profile = Optional.of(name);
    return this;
  }

  DeviceRequest transaction(byte[] id) {
    transactionId = id.clone();
    return this;
  }

  DeviceRequest type(int other) {
    bodyType = other;
    return this;
  }

  DeviceRequest oldCertificate(X509Certificate old) {
    oldCertificate = Optional.of(old);
    return this;
  }

  DeviceRequest copies(int count) {
    copies = count;
    return this;
  }

  /** Under the protection of somebody else than the device. */
  DeviceRequest signer(Credential other) {
    signer = Optional.of(other);
    return this;
  }

  /** Under the protection of a registrar that sends the device's certificates along. */
  DeviceRequest by(Credential registrar) {
    return signer(registrar).showing(device.idevid().chain());
  }

  DeviceRequest showing(List<X509Certificate> certificates) {
    shown = List.copyOf(certificates);
    return this;
  }

  /** Without a key: a key is to be made for the device. */
  DeviceRequest withoutKey() {
    hasKey = false;
    return possession(Possession.NOT_SHOWN);
  }

  private byte[] signed(TestMessage message) {
    return message.signed(signer.orElse(device.idevid()), shown);
  }

  byte[] encoded() {
    var messages = new CertReqMsg[copies];
    for (int i = 0; i < copies; i++) {
      messages[i] = message(i);
    }
    return signed(unsigned().body(new PKIBody(bodyType, new CertReqMessages(messages))));
  }

  /** The same wish as a p10cr. */
  byte[] pkcs10() {
    return pkcs10(keys.getPrivate());
  }

  /** A p10cr whose own proof is by some key. */
  byte[] pkcs10(PrivateKey key) {
    var csr =
        new PKCS10CertificationRequestBuilder(
                subject, SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
            .build(TestDevice.SUITE.contentSigner(key));
    return signed(unsigned().body(new PKIBody(PKIBody.TYPE_P10_CERT_REQ, csr.toASN1Structure())));
  }

  byte[] unprotected() {
    return unsigned()
        .body(new PKIBody(bodyType, new CertReqMessages(message(0))))
        .unprotected(device.idevid());
  }

  private TestMessage unsigned() {
    var infos = new ArrayList<InfoTypeAndValue>();
    if (implicitConfirm) {
      infos.add(new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE));
    }
    profile.ifPresent(
        name ->
            infos.add(
                new InfoTypeAndValue(
                    CMPObjectIdentifiers.id_it_certProfile,
                    new DERSequence(new DERUTF8String(name)))));
    return new TestMessage(transactionId, senderNonce).infos(infos);
  }

  private CertReqMsg message(int id) {
    try {
      var builder =
          new CertificateRequestMessageBuilder(BigInteger.valueOf(id)).setSubject(subject);
      if (hasKey) {
        builder.setPublicKey(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
      }
      for (var wanted : extensions) {
        builder.addExtension(new ASN1ObjectIdentifier(wanted.oid()), false, wanted.value());
      }
      oldCertificate.map(OldCertId::new).ifPresent(builder::addControl);
      switch (possession) {
        case PROVEN ->
            builder.setProofOfPossessionSigningKeySigner(
                TestDevice.SUITE.contentSigner(keys.getPrivate()));
        case PROVEN_WITH_ANOTHER_KEY ->
            builder.setProofOfPossessionSigningKeySigner(
                TestDevice.SUITE.contentSigner(TestDevice.SUITE.generateKeyPair().getPrivate()));
        case VOUCHED_FOR -> builder.setProofOfPossessionRaVerified();
        case NOT_SHOWN -> {}
      }
      var message = CertReqMsg.getInstance(builder.build().toASN1Structure());
      return possession == Possession.NOT_SHOWN
          ? new CertReqMsg(message.getCertReq(), null, null)
          : message;
    } catch (CRMFException e) {
      throw new IllegalStateException(e);
    }
  }
}
