package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.Tlv;

/** Distinguished names. */
final class Names {

  private Names() {}

  /** One with a commonName. */
  static Tlv common(String value) {
    return of("2.5.4.3", Tlv.utf8(value));
  }

  /** One with a serialNumber. */
  static Tlv serialNumber(String value) {
    return of("2.5.4.5", new Tlv(0x13, Tlv.ia5(value).content()));
  }

  private static Tlv of(String type, Tlv value) {
    return Tlv.sequence(Tlv.set(Tlv.sequence(Tlv.oid(type), value)));
  }
}
