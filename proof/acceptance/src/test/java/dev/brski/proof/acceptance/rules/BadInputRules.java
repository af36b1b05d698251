package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.LIMITS;
import static dev.brski.cmp.CmpCheck.SYNTAX;
import static dev.brski.cmp.CmpCheck.TEMPLATE_PUBLIC_KEY;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.rejection;

import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What is made to hurt: refused after little work, and the next sound message is served. */
final class BadInputRules {

  private static final int KIBI = 1024;
  private static final int DEEP = 10_000;
  private static final BigInteger USUAL = BigInteger.valueOf(65_537);

  private BadInputRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(syntax());
    rules.addAll(masses());
    rules.addAll(keys());
    return new Room("Bad input", rules);
  }

  private static List<Rule> syntax() {
    return List.of(
        octets("there is nothing", _ -> new byte[0]).both(none()),
        octets("an octet is missing", whole -> Arrays.copyOf(whole, whole.length - 1)).both(none()),
        octets("an octet follows", whole -> Arrays.copyOf(whole, whole.length + 1)).both(none()),
        octets("its length is said to be 2 GiB", whole -> length(whole, 0x7fffffff)).both(none()),
        octets("its length is indefinite", BadInputRules::indefinite).both(none()),
        Rule.of(
                "3.5",
                "CMP-H11",
                List.of(Start.GENM),
                "a length within is greater than what is around it",
                draft -> draft.octets(BadInputRules::lyingWithin))
            .both(none()),
        Rule.of(
                "3.5",
                "CMP-H11",
                List.of(Start.GENM),
                "fields of the header are out of their order",
                draft -> draft.octets(BadInputRules::disordered))
            .both(none()));
  }

  private static List<Rule> masses() {
    return List.of(
        octets("sequences are nested 10,000 deep", _ -> deep())
            .both(error(FailBit.badDataFormat, LIMITS)),
        octets("it has 30,000 empty elements", _ -> elements(30_000))
            .authority(none(), error(FailBit.badDataFormat, LIMITS)),
        octets("it has a million empty elements", _ -> elements(1_000_000))
            .both(new Outcome.Http(413)),
        Rule.of(
                "3.5",
                "CMP-H11 CMP-F14",
                List.of(Start.GENM),
                "the infoType has 64 kB",
                draft -> draft.content(_ -> Tlv.sequence(Tlv.sequence(longOid()))))
            .authority(none(), new Outcome.Http(413)),
        Rule.of(
                "3.5",
                "CMP-H11 CMP-F14",
                List.of(Start.GENM),
                "the infoType has 32 kB",
                draft ->
                    draft.content(
                        _ -> Tlv.sequence(Tlv.sequence(new Tlv(0x06, new byte[32 * KIBI])))))
            .both(none()),
        Rule.of(
                "5.2.2.2",
                "CMP-F16",
                List.of(Start.NESTED),
                "10,000 messages are in one batch",
                draft ->
                    draft.content(_ -> Tlv.sequence(Collections.nCopies(DEEP, Tlv.sequence()))))
            .authorityOnly(
                error(FailBit.badDataFormat, LIMITS), "error, badRequest: devices do not nest"));
  }

  private static List<Rule> keys() {
    return List.of(
        key("an EC key that is not on its curve", Keys.offTheCurve()),
        key("an EC key that is the point at infinity", Keys.infinity()),
        key("an EC key on a curve of its own", Keys.explicitCurve()),
        key(
            "an RSA key of 16,384 bits",
            Keys.rsa(BigInteger.ONE.shiftLeft(16_383).add(BigInteger.ONE), USUAL)),
        key("an RSA key of 1,024 bits", Keys.rsa(odd(1_024), USUAL)),
        key("an RSA key with an even modulus", Keys.rsa(BigInteger.ONE.shiftLeft(2_047), USUAL)),
        key("an RSA key with the exponent 1", Keys.rsa(odd(2_048), BigInteger.ONE)),
        key("an RSA key with an even exponent", Keys.rsa(odd(2_048), BigInteger.TEN)),
        key("an RSA key with an exponent of 2,048 bits", Keys.rsa(odd(2_048), odd(2_048))));
  }

  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
  }

  private static Rule key(String what, Tlv info) {
    return Rule.of(
            "4.1.1",
            "CMP-F1",
            List.of(Start.IR),
            "publicKey is " + what,
            draft -> draft.crmf().publicKey(info))
        .both(rejection(FailBit.badCertTemplate, TEMPLATE_PUBLIC_KEY));
  }

  private static Outcome none() {
    return error(FailBit.badDataFormat, SYNTAX);
  }

  /** Changes the octets of a whole message. */
  private interface Octets {
    byte[] of(byte[] whole);
  }

  private static Rule.Open octets(String broken, Octets change) {
    return Rule.of(
        "3.5", "CMP-H11", List.of(Start.GENM), broken, draft -> draft.octets(change::of));
  }

  private static byte[] length(byte[] whole, int length) {
    var content = Tlv.of(whole).content();
    var lying = new ByteArrayOutputStream();
    lying.writeBytes(new byte[] {0x30, (byte) 0x84});
    lying.writeBytes(
        new byte[] {
          (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
        });
    lying.writeBytes(content);
    return lying.toByteArray();
  }

  private static byte[] indefinite(byte[] whole) {
    var made = new ByteArrayOutputStream();
    made.writeBytes(new byte[] {0x30, (byte) 0x80});
    made.writeBytes(Tlv.of(whole).content());
    made.writeBytes(new byte[2]);
    return made.toByteArray();
  }

  private static byte[] lyingWithin(byte[] whole) {
    var parts = new ArrayList<>(Tlv.of(whole).children());
    var body = parts.get(1).encoded();
    body[3] = 0x7f;
    var content = new ByteArrayOutputStream();
    content.writeBytes(parts.getFirst().encoded());
    content.writeBytes(body);
    return new Tlv(0x30, content.toByteArray()).encoded();
  }

  private static byte[] disordered(byte[] whole) {
    var parts = new ArrayList<>(Tlv.of(whole).children());
    var fields = new ArrayList<>(parts.getFirst().children());
    Collections.swap(fields, fields.size() - 1, fields.size() - 2);
    parts.set(0, Tlv.sequence(fields));
    return Tlv.sequence(parts).encoded();
  }

  private static byte[] deep() {
    var element = Tlv.sequence();
    var headers = new ArrayList<byte[]>();
    int length = 0;
    for (int i = 0; i < DEEP; i++) {
      var whole = new Tlv(element.tag(), new byte[length]).encoded();
      headers.addFirst(Arrays.copyOf(whole, whole.length - length));
      length = whole.length;
    }
    var octets = new ByteArrayOutputStream();
    headers.forEach(octets::writeBytes);
    return octets.toByteArray();
  }

  private static byte[] elements(int count) {
    var content = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      content[2 * i] = 0x05;
    }
    return new Tlv(0x30, content).encoded();
  }

  private static Tlv longOid() {
    var arcs = new byte[64 * KIBI];
    Arrays.fill(arcs, (byte) 0x81);
    arcs[arcs.length - 1] = 1;
    return new Tlv(0x06, arcs);
  }
}
