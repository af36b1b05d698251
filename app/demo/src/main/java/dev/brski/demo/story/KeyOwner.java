package dev.brski.demo.story;

/** Whose key signs, and what kind of key it is. */
enum KeyOwner {
  IDEVID(Party.PLEDGE, "IDevID key", "the key of the device's birth certificate (IDevID)"),
  REGISTRAR(Party.REGISTRAR, "registrar's key", "the registrar's key (id-kp-cmcRA)"),
  VOUCHER_SIGNER(Party.MASA, "voucher signer", "the MASA's voucher signer"),
  RA(Party.AUTHORITY, "RA's key", "the authority's RA (id-kp-cmcRA)");

  private final Party party;
  private final String title;
  private final String meaning;

  KeyOwner(Party party, String title, String meaning) {
    this.party = party;
    this.title = title;
    this.meaning = meaning;
  }

  Party party() {
    return party;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }
}
