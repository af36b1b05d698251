package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.POP_ALGORITHM;
import static dev.brski.cmp.CmpCheck.POP_SIGNATURE;
import static dev.brski.cmp.CmpCheck.PROTECTION_KEY_REQUESTED;
import static dev.brski.cmp.CmpCheck.SUBJECT_IDENTIFIES_SIGNER;
import static dev.brski.cmp.CmpCheck.SYNTAX;
import static dev.brski.cmp.CmpCheck.TEMPLATE_PUBLIC_KEY;
import static dev.brski.cmp.CmpCheck.TEMPLATE_SUBJECT;
import static dev.brski.cmp.CmpCheck.TEMPLATE_VERSION;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.rejection;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.security.KeyPair;
import java.util.List;

/** The body of p10cr (RFC 9483 section 4.1.4, RFC 2986). */
final class Pkcs10Rules {

  private static final String RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";

  private Pkcs10Rules() {}

  static Room room() {
    return new Room(
        "Requests for certificates: p10cr",
        List.of(
            body("CMP-F4", "version is 1", draft -> draft.pkcs10().version(1))
                .both(rejection(FailBit.badCertTemplate, TEMPLATE_VERSION)),
            body(
                    "CMP-F4",
                    "the subject is empty, and there is no subjectAltName",
                    draft -> draft.pkcs10().subject(Tlv.sequence()))
                .both(rejection(FailBit.badCertTemplate, TEMPLATE_SUBJECT)),
            body(
                    "CMP-F4 CMP-F23",
                    "the subject is another device's",
                    draft -> draft.pkcs10().subject(Names.serialNumber("not-this-one")))
                .both(rejection(FailBit.notAuthorized, SUBJECT_IDENTIFIES_SIGNER)),
            body(
                    "CMP-F4 CMP-F18",
                    "the key is of no length: it is to be made centrally",
                    draft -> draft.pkcs10().publicKey(Keys.toBeMade()))
                .both(rejection(FailBit.badCertTemplate, TEMPLATE_PUBLIC_KEY)),
            Rule.with(
                    "3.6.4",
                    "CMP-F23",
                    List.of(Start.P10CR),
                    "the key is that of the protection certificate",
                    (draft, cast) -> draft.pkcs10().keys(ownKeys(cast.device())))
                .both(rejection(FailBit.badCertTemplate, PROTECTION_KEY_REQUESTED)),
            body(
                    "CMP-F4",
                    "signatureAlgorithm is for another kind of key",
                    draft -> draft.pkcs10().algorithm(RSA_WITH_SHA256))
                .both(rejection(FailBit.badPOP, POP_ALGORITHM)),
            body(
                    "CMP-F4 CMP-F23",
                    "a bit of the signature is changed",
                    draft -> draft.pkcs10().signature(ProtectionRules::flipped))
                .both(rejection(FailBit.badPOP, POP_SIGNATURE)),
            body(
                    "CMP-F4 CMP-F23",
                    "the signature is by another key",
                    draft ->
                        draft
                            .pkcs10()
                            .publicKey(Tlv.of(Identity.freshKeys().getPublic().getEncoded())))
                .both(rejection(FailBit.badPOP, POP_SIGNATURE)),
            body("CMP-F4", "extensions are asked for twice", Pkcs10Rules::extensionsTwice)
                .both(error(FailBit.badDataFormat, SYNTAX))));
  }

  private static void extensionsTwice(CmpDraft draft) {
    var usage = Identity.extension("2.5.29.15", new Tlv(0x03, new byte[] {7, (byte) 0x80}));
    draft.pkcs10().extensions(usage);
    draft.pkcs10().extensions(usage);
  }

  private static KeyPair ownKeys(Identity identity) {
    return new KeyPair(identity.leaf().getPublicKey(), identity.key());
  }

  private static Rule.Open body(String ids, String broken, Rule.Change change) {
    return Rule.of("4.1.4", ids, List.of(Start.P10CR), broken, change);
  }
}
