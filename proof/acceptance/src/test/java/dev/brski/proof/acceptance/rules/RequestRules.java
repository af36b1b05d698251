package dev.brski.proof.acceptance.rules;

import static dev.brski.authority.issuing.TemplateCheck.CERTIFICATION_AUTHORITY;
import static dev.brski.authority.issuing.TemplateCheck.EXTENSIONS;
import static dev.brski.authority.issuing.TemplateCheck.PKI_USAGE;
import static dev.brski.authority.issuing.TemplateCheck.PROFILE;
import static dev.brski.cmp.CmpCheck.CERT_REQ_ID;
import static dev.brski.cmp.CmpCheck.OLD_CERT_ID;
import static dev.brski.cmp.CmpCheck.ONE_REQUEST;
import static dev.brski.cmp.CmpCheck.POP_ALGORITHM;
import static dev.brski.cmp.CmpCheck.POP_KIND;
import static dev.brski.cmp.CmpCheck.POP_PRESENT;
import static dev.brski.cmp.CmpCheck.POP_SIGNATURE;
import static dev.brski.cmp.CmpCheck.PROTECTION_KEY_REQUESTED;
import static dev.brski.cmp.CmpCheck.RA_VERIFIED_BY_DEVICE;
import static dev.brski.cmp.CmpCheck.SUBJECT_IDENTIFIES_SIGNER;
import static dev.brski.cmp.CmpCheck.TEMPLATE_FIELDS;
import static dev.brski.cmp.CmpCheck.TEMPLATE_PUBLIC_KEY;
import static dev.brski.cmp.CmpCheck.TEMPLATE_SUBJECT;
import static dev.brski.cmp.CmpCheck.TEMPLATE_VERSION;
import static dev.brski.proof.acceptance.rules.Outcome.rejection;
import static dev.brski.proof.acceptance.rules.Sent.CRMF;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.CrmfDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;

/** The body of ir, cr and kur (RFC 9483 sections 4.1.1 to 4.1.3, RFC 4211). */
final class RequestRules {

  private static final String RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";
  private static final String OLD_CERT = "1.3.6.1.5.5.7.5.1.5";
  private static final String CERT_PROFILE = "1.3.6.1.5.5.7.4.21";
  private static final String CMC_RA = "1.3.6.1.5.5.7.3.28";
  private static final List<Start> KUR = List.of(Start.KUR);

  private RequestRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(shape());
    rules.addAll(template());
    rules.addAll(possession());
    rules.addAll(update());
    rules.addAll(wishes());
    return new Room("Requests for certificates: ir, cr and kur", rules);
  }

  private static List<Rule> shape() {
    return List.of(
        body("CMP-F1", "there is no CertReqMsg", draft -> draft.content(_ -> Tlv.sequence()))
            .both(rejection(FailBit.badRequest, ONE_REQUEST)),
        body(
                "CMP-F1",
                "there are two CertReqMsg",
                draft ->
                    draft.content(
                        made ->
                            Tlv.sequence(made.children().getFirst(), made.children().getFirst())))
            .both(rejection(FailBit.badRequest, ONE_REQUEST)),
        body("CMP-F1", "certReqId is 1", draft -> draft.crmf().certReqId(1))
            .both(rejection(FailBit.badRequest, CERT_REQ_ID)),
        body("CMP-F1", "certReqId is -1", draft -> draft.crmf().certReqId(-1))
            .both(rejection(FailBit.badRequest, CERT_REQ_ID)));
  }

  private static List<Rule> template() {
    return List.of(
        field("version is 1", Tlv.integer(1).implicit(CrmfDraft.VERSION))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_VERSION)),
        field("serialNumber is there", Tlv.integer(7).implicit(CrmfDraft.SERIAL_NUMBER))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_FIELDS)),
        field(
                "signingAlg is there",
                Tlv.sequence(Tlv.oid(Identity.ECDSA_WITH_SHA256)).implicit(CrmfDraft.SIGNING_ALG))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_FIELDS)),
        field("issuerUID is there", Tlv.bits(new byte[] {1}).implicit(CrmfDraft.ISSUER_UID))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_FIELDS)),
        field("subjectUID is there", Tlv.bits(new byte[] {1}).implicit(CrmfDraft.SUBJECT_UID))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_FIELDS)),
        body("CMP-F1", "there is no subject", draft -> draft.crmf().without(CrmfDraft.SUBJECT))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_SUBJECT)),
        body(
                "CMP-F1",
                "the subject is empty, and there is no subjectAltName",
                draft -> draft.crmf().subject(Tlv.sequence()))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_SUBJECT)),
        Rule.of(
                "5.1.1",
                "CMP-F23",
                List.of(Start.IR, Start.CR),
                "the subject is another device's",
                draft -> draft.crmf().subject(Names.serialNumber("not-this-one")))
            .both(rejection(FailBit.notAuthorized, SUBJECT_IDENTIFIES_SIGNER)),
        body(
                "CMP-F1 CMP-F18",
                "there is no publicKey",
                draft -> draft.crmf().without(CrmfDraft.PUBLIC_KEY))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_PUBLIC_KEY)),
        body(
                "CMP-F18",
                "publicKey is of no length: the key is to be made centrally",
                draft -> draft.crmf().publicKey(Keys.toBeMade()))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_PUBLIC_KEY)),
        Rule.with(
                "3.6.4",
                "CMP-F23",
                CRMF,
                "publicKey is that of the protection certificate",
                (draft, cast) -> draft.crmf().keys(ownKeys(signer(draft, cast))))
            .both(rejection(FailBit.badCertTemplate, PROTECTION_KEY_REQUESTED)));
  }

  private static Identity signer(CmpDraft draft, Cast cast) {
    return draft.type() == 0 ? cast.device() : cast.member();
  }

  private static KeyPair ownKeys(Identity identity) {
    return new KeyPair(identity.leaf().getPublicKey(), identity.key());
  }

  private static List<Rule> possession() {
    return List.of(
        body("CMP-F1", "there is no proof of possession", draft -> draft.crmf().withoutPopo())
            .both(rejection(FailBit.badPOP, POP_PRESENT)),
        body(
                "CMP-F1 CMP-F23",
                "a device says raVerified",
                draft -> draft.crmf().popo(_ -> Tlv.nothing().implicit(0)))
            .both(rejection(FailBit.badPOP, RA_VERIFIED_BY_DEVICE)),
        body("CMP-F1", "poposkInput is there", draft -> draft.crmf().popo(RequestRules::withInput))
            .both(rejection(FailBit.badPOP, POP_KIND)),
        body(
                "CMP-F1 CMP-F22",
                "the proof is by an encrypted certificate",
                draft -> draft.crmf().popo(_ -> Tlv.context(2, Tlv.integer(0).implicit(1))))
            .both(rejection(FailBit.badPOP, POP_KIND)),
        body(
                "CMP-F1",
                "the algorithm of the proof is for another kind of key",
                draft -> draft.crmf().popo(RequestRules::withRsa))
            .both(rejection(FailBit.badPOP, POP_ALGORITHM)),
        body(
                "CMP-F1 CMP-F23",
                "the proof is over another CertRequest",
                draft -> draft.crmf().signedInstead(ProtectionRules::flipped))
            .both(rejection(FailBit.badPOP, POP_SIGNATURE)),
        body(
                "CMP-F1 CMP-F23",
                "the proof is by another key than publicKey",
                draft ->
                    draft.crmf().publicKey(Tlv.of(Identity.freshKeys().getPublic().getEncoded())))
            .both(rejection(FailBit.badPOP, POP_SIGNATURE)));
  }

  private static Tlv withInput(Tlv proof) {
    var name = Tlv.context(0, CmpDraft.name(Names.common("device")));
    var key = Tlv.of(Identity.freshKeys().getPublic().getEncoded());
    var parts = new ArrayList<Tlv>(List.of(Tlv.sequence(name, key).implicit(0)));
    parts.addAll(proof.children());
    return Tlv.sequence(parts).implicit(1);
  }

  private static Tlv withRsa(Tlv proof) {
    return Tlv.sequence(
            Tlv.sequence(Tlv.oid(RSA_WITH_SHA256), Tlv.nothing()), proof.children().getLast())
        .implicit(1);
  }

  private static List<Rule> update() {
    return List.of(
        Rule.of(
                "4.1.3",
                "CMP-F3",
                KUR,
                "the subject is not that of the certificate to be updated",
                draft -> draft.crmf().subject(Names.serialNumber("not-this-one")))
            .both(rejection(FailBit.badCertTemplate, TEMPLATE_SUBJECT)),
        Rule.with(
                "4.1.3",
                "CMP-F3",
                KUR,
                "oldCertId is of another issuer",
                (draft, cast) ->
                    draft
                        .crmf()
                        .control(
                            OLD_CERT,
                            Tlv.sequence(
                                CmpDraft.name(Names.common("Nowhere")),
                                Tlv.integer(cast.member().leaf().getSerialNumber()))))
            .both(rejection(FailBit.badCertId, OLD_CERT_ID)),
        Rule.with(
                "4.1.3",
                "CMP-F3 CMP-F23",
                KUR,
                "oldCertId has another serial number",
                (draft, cast) ->
                    draft
                        .crmf()
                        .control(
                            OLD_CERT,
                            Tlv.sequence(
                                CmpDraft.name(Bodies.issuer(cast.member().leaf())),
                                Tlv.integer(7))))
            .both(rejection(FailBit.badCertId, OLD_CERT_ID)));
  }

  /** What an authority does not give; a registrar passes its word on. */
  private static List<Rule> wishes() {
    return List.of(
        extension(
                "it asks to be a CA",
                Tlv.sequence(
                    Tlv.oid("2.5.29.19"), Tlv.yes(), Tlv.octets(Tlv.sequence(Tlv.yes()).encoded())))
            .both(rejection(FailBit.badCertTemplate, CERTIFICATION_AUTHORITY)),
        extension(
                "it asks to be a registration authority",
                Identity.extension("2.5.29.37", Tlv.sequence(Tlv.oid(CMC_RA))))
            .both(rejection(FailBit.badCertTemplate, PKI_USAGE)),
        extension(
                "a requested extension is none",
                Tlv.sequence(Tlv.oid("2.5.29.37"), Tlv.octets(new byte[] {1, 2, 3})))
            .both(rejection(FailBit.badCertTemplate, EXTENSIONS)),
        Rule.of(
                "3.1",
                "CMP-H8",
                CRMF,
                "certProfile names no profile of the authority",
                draft -> draft.info(CERT_PROFILE, Tlv.sequence(Tlv.utf8("no-such-profile"))))
            .both(rejection(FailBit.badCertTemplate, PROFILE)));
  }

  private static Rule.Open extension(String broken, Tlv extension) {
    return Rule.of("5.1.1", "CMP-F23", CRMF, broken, draft -> draft.crmf().extensions(extension));
  }

  private static Rule.Open field(String broken, Tlv value) {
    return body("CMP-F1", "in the template " + broken, draft -> draft.crmf().field(value));
  }

  private static Rule.Open body(String ids, String broken, Rule.Change change) {
    return Rule.of("4.1.1", ids, CRMF, broken, change);
  }
}
