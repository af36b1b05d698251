package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.BODY_TYPE;
import static dev.brski.cmp.CmpCheck.PVNO;
import static dev.brski.cmp.CmpCheck.RECIP_NONCE;
import static dev.brski.cmp.CmpCheck.SENDER;
import static dev.brski.cmp.CmpCheck.SENDER_NONCE;
import static dev.brski.cmp.CmpCheck.TRANSACTION_ID;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.taken;
import static dev.brski.proof.acceptance.rules.Sent.FIRST;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The header (RFC 9483 section 3.1), and bodies that have no place. */
final class HeaderRules {

  private static final List<Start> GENM = List.of(Start.GENM);

  private HeaderRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(broken());
    rules.addAll(bodies());
    rules.addAll(tolerated());
    return new Room("The header", rules);
  }

  private static List<Rule> broken() {
    return List.of(
        first("CMP-H1 CMP-H11", "pvno is 1", draft -> draft.pvno(1))
            .both(error(FailBit.unsupportedVersion, PVNO)),
        first("CMP-H1 CMP-H11", "pvno is 4", draft -> draft.pvno(4))
            .both(error(FailBit.unsupportedVersion, PVNO)),
        first(
                "CMP-H6 CMP-H11",
                "there is no transactionID",
                draft -> draft.without(CmpDraft.TRANSACTION_ID))
            .both(error(FailBit.badDataFormat, TRANSACTION_ID)),
        first(
                "CMP-H6 CMP-H11",
                "the transactionID is of no length",
                draft -> draft.field(CmpDraft.TRANSACTION_ID, octets(0)))
            .both(error(FailBit.badDataFormat, TRANSACTION_ID)),
        first(
                "CMP-H6 CMP-H11",
                "the transactionID has 65 octets, more than are kept",
                draft -> draft.field(CmpDraft.TRANSACTION_ID, octets(65)))
            .both(error(FailBit.badDataFormat, TRANSACTION_ID)),
        first(
                "CMP-H7 CMP-H11",
                "there is no senderNonce",
                draft -> draft.without(CmpDraft.SENDER_NONCE))
            .both(error(FailBit.badSenderNonce, SENDER_NONCE)),
        first(
                "CMP-H7 CMP-H11",
                "the senderNonce has 120 bits",
                draft -> draft.field(CmpDraft.SENDER_NONCE, octets(15)))
            .both(error(FailBit.badSenderNonce, SENDER_NONCE)),
        first(
                "CMP-H7 CMP-H11",
                "the senderNonce has 129 octets, more than are kept",
                draft -> draft.field(CmpDraft.SENDER_NONCE, octets(129)))
            .both(error(FailBit.badSenderNonce, SENDER_NONCE)),
        first(
                "CMP-H7 CMP-H11",
                "a first message has a recipNonce",
                draft -> draft.field(CmpDraft.RECIP_NONCE, octets(16)))
            .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
        first(
                "CMP-H2 CMP-H11",
                "the sender is not the subject of the protection certificate",
                draft -> draft.sender(CmpDraft.name(Names.common("somebody else"))))
            .both(error(FailBit.badMessageCheck, SENDER)),
        first(
                "CMP-H2 CMP-H11",
                "the sender is a dNSName",
                draft -> draft.sender(Tlv.ia5("device.example").implicit(2)))
            .both(error(FailBit.badMessageCheck, SENDER)));
  }

  /** Bodies that a device has no business to send. */
  private static List<Rule> bodies() {
    var rules = new ArrayList<Rule>();
    rules.add(body("an ip", "CMP-H11", Bodies.rejection(1)));
    rules.add(body("a cp", "CMP-H11", Bodies.rejection(3)));
    rules.add(body("a kup", "CMP-H11", Bodies.rejection(8)));
    rules.add(body("an rp", "CMP-H11", Bodies.revocationResponse()));
    rules.add(body("a genp", "CMP-H11", Tlv.context(22, Bodies.question(Bodies.CA_CERTS))));
    rules.add(body("a pkiconf", "CMP-H11", Tlv.context(19, Tlv.nothing())));
    rules.add(body("a pollRep", "CMP-H11", Bodies.pollRep()));
    rules.add(body("an error message", "CMP-H11 CMP-H13", Bodies.errorMessage()));
    rules.add(body("a popdecr", "CMP-H11", Tlv.context(6, Tlv.sequence())));
    rules.add(body("a krr", "CMP-H11", Tlv.context(9, Tlv.sequence())));
    rules.add(body("a ccr", "CMP-H11", Tlv.context(13, Tlv.sequence())));
    rules.add(body("a ckuann", "CMP-H11", Tlv.context(15, Tlv.sequence())));
    rules.add(body("a crlann", "CMP-H11", Tlv.context(18, Tlv.sequence())));
    return rules;
  }

  private static Rule body(String what, String ids, Tlv body) {
    return Rule.of("3.5", ids, GENM, "the body is " + what, draft -> draft.body(_ -> body))
        .both(error(FailBit.badRequest, BODY_TYPE));
  }

  private static List<Rule> tolerated() {
    return List.of(
        graceful("CMP-H1", "pvno is 3", draft -> draft.pvno(3)),
        graceful(
            "CMP-H3",
            "the recipient is somebody else",
            draft -> draft.recipient(CmpDraft.name(Names.common("nobody here")))),
        graceful(
            "CMP-H4",
            "the messageTime is a year ago: messages may be carried by hand",
            draft ->
                draft.field(
                    CmpDraft.MESSAGE_TIME, Tlv.time(Instant.now().minusSeconds(31_536_000)))),
        graceful("CMP-H5", "there is no senderKID", draft -> draft.without(CmpDraft.SENDER_KID)),
        graceful(
            "CMP-H17",
            "there are recipKID, freeText and unknown generalInfo",
            draft ->
                draft
                    .field(CmpDraft.RECIP_KID, octets(20))
                    .field(CmpDraft.FREE_TEXT, Tlv.sequence(Tlv.utf8("hello")))
                    .info("1.3.6.1.4.1.32473.1", Tlv.utf8("what nobody knows"))),
        graceful(
            "CMP-H8", "implicitConfirm stands where it has no meaning", CmpDraft::implicitConfirm));
  }

  private static Rule graceful(String ids, String broken, Rule.Change change) {
    return Rule.of("3.1", ids, GENM, broken, change).both(taken());
  }

  private static Rule.Open first(String ids, String broken, Rule.Change change) {
    return Rule.of("3.5", ids, FIRST, broken, change);
  }

  private static Tlv octets(int length) {
    return Tlv.octets(CmpDraft.random(length));
  }
}
