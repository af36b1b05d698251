package dev.brski.pledge;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes vouchers, true and false, with Bouncy Castle's CMS. */
final class VoucherForge {

  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ASN1ObjectIdentifier VOUCHER =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.40");

  private final Map<String, Object> leaves = new LinkedHashMap<>();
  private String module = "ietf-voucher:voucher";

  /** The voucher that the request deserves. */
  static VoucherForge answering(byte[] request, X509Certificate pin) {
    var asked = content(request).get("ietf-voucher-request:voucher");
    return new VoucherForge()
        .with("created-on", "2026-03-01T08:00:00Z")
        .with("assertion", "proximity")
        .with("serial-number", asked.get("serial-number").asString())
        .with("nonce", asked.get("nonce").asString())
        .with("pinned-domain-cert", base64(pin))
        .with("domain-cert-revocation-checks", false);
  }

  /** The same leaves under the name of a request. */
  VoucherForge asRequest() {
    module = "ietf-voucher-request:voucher";
    return this;
  }

  VoucherForge with(String leaf, Object value) {
    leaves.put(leaf, value);
    return this;
  }

  VoucherForge without(String leaf) {
    leaves.remove(leaf);
    return this;
  }

  byte[] signedBy(Issuer signer) {
    var json = JSON.writeValueAsBytes(Map.of(module, leaves));
    try {
      var generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(
                  new JcaDigestCalculatorProviderBuilder().setProvider(Issuer.BC).build())
              .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(signedAt()))
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(Issuer.BC)
                      .build(signer.key()),
                  signer.certificate()));
      generator.addCertificates(
          new JcaCertStore(
              signer.chain().isEmpty() ? List.of(signer.certificate()) : signer.chain()));
      return generator.generate(new CMSProcessableByteArray(VOUCHER, json), true).getEncoded("DER");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttributeTable signedAt() {
    var time = new DERSet(new Time(Date.from(MovedTime.START)));
    return new AttributeTable(new DERSet(new Attribute(CMSAttributes.signingTime, time)));
  }

  /** The JSON inside a CMS. */
  static JsonNode content(byte[] cms) {
    try {
      var content = (byte[]) new CMSSignedData(cms).getSignedContent().getContent();
      return JSON.readTree(new String(content, StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
