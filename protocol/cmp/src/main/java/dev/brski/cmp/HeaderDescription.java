package dev.brski.cmp;

import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;

/** A header told for people. */
record HeaderDescription(CmpHeader header) {

  private static final HexFormat HEX = HexFormat.of();

  Description tree() {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("pvno", Integer.toString(header.pvno())));
    fields.add(Description.of("sender", HeaderName.text(header.senderName())));
    fields.add(Description.of("recipient", HeaderName.text(header.recipientName())));
    header
        .messageTime()
        .ifPresent(time -> fields.add(Description.of("messageTime", time.toString())));
    header
        .protectionAlg()
        .ifPresent(
            algorithm -> fields.add(Description.of("protectionAlg", AlgorithmName.of(algorithm))));
    header.senderKid().ifPresent(id -> fields.add(Description.of("senderKID", HEX.formatHex(id))));
    header.recipKid().ifPresent(id -> fields.add(Description.of("recipKID", HEX.formatHex(id))));
    fields.add(
        Description.of(
            "transactionID", header.transactionId().map(TransactionId::hex).orElse("missing")));
    fields.add(
        Description.of("senderNonce", header.senderNonce().map(Nonce::hex).orElse("missing")));
    header.recipNonce().ifPresent(nonce -> fields.add(Description.of("recipNonce", nonce.hex())));
    if (!header.generalInfo().isEmpty()) {
      fields.add(
          Description.group(
              "generalInfo", header.generalInfo().stream().map(this::generalInfo).toList()));
    }
    return Description.group("header", fields);
  }

  private Description generalInfo(InfoTypeAndValue info) {
    var type = info.getInfoType();
    if (type.equals(CMPObjectIdentifiers.it_implicitConfirm)) {
      return Description.of("implicitConfirm", header.implicitConfirm() ? "NULL" : "not NULL");
    }
    if (type.equals(CMPObjectIdentifiers.it_confirmWaitTime)) {
      return Description.of(
          "confirmWaitTime", header.confirmWaitTime().map(Object::toString).orElse("not a time"));
    }
    if (type.equals(CMPObjectIdentifiers.id_it_certProfile)) {
      return Description.of("certProfile", header.certProfile().orElse("not one name"));
    }
    if (type.getId().equals(Consent.OID)) {
      return Consent.of(header)
          .map(HeaderDescription::consent)
          .orElseGet(() -> Description.of("consent", "malformed"));
    }
    return Description.of(
        type.getId(),
        info.getInfoValue() == null
            ? "absent"
            : HEX.formatHex(Protection.der(info.getInfoValue())));
  }

  private static Description consent(Consent consent) {
    return Description.group(
        "consent",
        List.of(
            Description.of("imprint", consent.imprint()),
            Description.of("generation", Integer.toString(consent.generation())),
            Description.of("sequence", Long.toString(consent.sequence())),
            Description.of("voucher", consent.voucher().length + " octets")));
  }
}
