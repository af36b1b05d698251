package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Description;
import dev.brski.verdict.Check;
import dev.brski.voucher.Examples;
import dev.brski.voucher.Pki;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Scene;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each rule is broken by a file of its own, and named; none hides another. */
class InspectionTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Scene scene = new Scene();
  private final byte[] pvr = scene.signedByDevice(scene.pledgeRequest());
  private final RegistrarVoucherRequest rvr = scene.registrarRequest(pvr);

  /** A file, and the rules that it breaks, all of them. */
  private record Case(String what, byte[] file, Set<String> rules) {}

  private static Case file(String what, byte[] file, String... rules) {
    return new Case(what, file, Set.of(rules));
  }

  @Test
  @Proves({"W18", "W19", "W37", "PL-50", "PL-53", "PL-55", "MA-3", "MA-4", "MA-7", "MA-8"})
  void everyBrokenRuleIsNamedAndNoOther() {
    for (var each : cases()) {
      assertThat(broken(inspect(each.file))).as(each.what).isEqualTo(each.rules);
    }
  }

  @Test
  void noRuleThatAFileCanTellIsForgotten() {
    var named = new TreeSet<String>();
    cases().forEach(each -> named.addAll(each.rules));
    var notInAFile =
        EnumSet.of(
            // What breaks these is not decoded.
            VoucherCheck.SIZE,
            VoucherCheck.FORMAT,
            VoucherCheck.CMS,
            VoucherCheck.SIGNERS,
            VoucherCheck.CERTIFICATES,
            VoucherCheck.CONTENT_TYPE,
            VoucherCheck.SIGNED_ATTRIBUTES,
            // As any signature that does not verify; SignedArtifactTest has it.
            VoucherCheck.ALGORITHM,
            // These need a connection, a policy, or another message.
            VoucherCheck.TOLERANCE,
            VoucherCheck.PVR_SIGNER,
            VoucherCheck.RVR_STALE,
            VoucherCheck.RVR_RENEWAL,
            VoucherCheck.VOUCHER_SERIAL,
            VoucherCheck.VOUCHER_IDEVID_ISSUER,
            VoucherCheck.VOUCHER_NONCE,
            VoucherCheck.VOUCHER_NONCELESS,
            VoucherCheck.VOUCHER_EXPIRY_UNKNOWABLE,
            VoucherCheck.VOUCHER_REVOCATION,
            VoucherCheck.HANDOVER_REGISTRAR,
            VoucherCheck.HANDOVER_AUTHORITY,
            VoucherCheck.HANDOVER_ASSERTION);
    var expected =
        Stream.<Check>concat(
                EnumSet.complementOf(notInAFile).stream(), Stream.of(FormCheck.values()))
            .map(Check::id)
            .toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<Case> cases() {
    var cases = new ArrayList<Case>();
    cases.addAll(vouchers());
    cases.addAll(pledgeRequests());
    cases.addAll(registrarRequests());
    return cases;
  }

  private List<Case> vouchers() {
    var expiredPin = base64(Pki.expiredRegistrar(scene.domainCa, "Gone").leaf());
    return List.of(
        file("sound", voucher(_ -> {})),
        file("no created-on", voucher(v -> v.remove("created-on")), "V-5.3-createdOn"),
        file("created-on no date", voucher(v -> v.put("created-on", "today")), "V-5.3-leaf"),
        file(
            "of tomorrow",
            voucher(v -> v.put("created-on", "2026-03-02T12:00:00Z")),
            "8995-2.6.1-createdOn"),
        file(
            "nonce and expiry",
            voucher(v -> v.put("expires-on", "2026-03-02T12:00:00Z")),
            "V-5.3-expiresOn"),
        file(
            "renewal without expiry",
            voucher(v -> v.put("last-renewal-date", "2026-04-02T12:00:00Z")),
            "V-5.3-lastRenewal"),
        file(
            "expired",
            voucher(v -> v.without("nonce").put("expires-on", "2026-02-02T12:00:00Z")),
            "V-5.3-expired"),
        file(
            "outlives its pin",
            voucher(v -> v.without("nonce").put("expires-on", "2999-02-02T12:00:00Z")),
            "V-5.3-expiryOfPin"),
        file("serial empty", voucher(v -> v.put("serial-number", "")), "V-5.3-leaf"),
        file("no serial", voucher(v -> v.remove("serial-number")), "V-5.3-leaf"),
        file("nonce short", voucher(v -> v.put("nonce", "short")), "V-5.3-leaf"),
        file("no assertion", voucher(v -> v.remove("assertion")), "V-5.3-assertion"),
        file("assertion unknown", voucher(v -> v.put("assertion", "hearsay")), "V-5.3-assertion"),
        file("assertion of the successor", voucher(v -> v.put("assertion", "agent-proximity"))),
        file("no pin", voucher(v -> v.remove("pinned-domain-cert")), "8995-5.6.1-pin"),
        file("pin no certificate", voucher(v -> v.put("pinned-domain-cert", "AAAA")), "V-5.3-leaf"),
        file("pin expired", voucher(v -> v.put("pinned-domain-cert", expiredPin)), "5280-6.1-pin"),
        file("flipped", flipped(voucher(_ -> {})), "8995-5.6.1-signature"),
        file(
            "of another anchor", sign(scene.voucher().toJson(), scene.device), "8995-5.6.1-signer"),
        file(
            "without its signer",
            Scene.sign(scene.voucher().toJson(), scene.device, List.of()),
            "8995-5.6.1-signer"),
        file(
            "no json",
            sign("voucher".getBytes(StandardCharsets.UTF_8), scene.device),
            "V-5.2-json"),
        file(
            "another object",
            sign("{\"a\":1}".getBytes(StandardCharsets.UTF_8), scene.device),
            "V-5.2-module"),
        file(
            "much at once",
            flipped(
                voucher(
                    v -> {
                      v.removeAll();
                      v.put("created-on", "2027-03-02T12:00:00Z");
                      v.put("expires-on", "2025-03-02T12:00:00Z");
                      v.put("nonce", "AAAAAAAAAAAAAAAAAAAAAA==");
                      v.put("serial-number", " ");
                      v.put("assertion", "hearsay");
                      v.put("pinned-domain-cert", expiredPin);
                    })),
            "8995-5.6.1-signature",
            "8995-2.6.1-createdOn",
            "V-5.3-expired",
            "V-5.3-expiresOn",
            "V-5.3-leaf",
            "V-5.3-assertion",
            "5280-6.1-pin"));
  }

  private List<Case> pledgeRequests() {
    var stranger = Pki.idevid(Pki.root("Other Root"), "ACME-0001");
    var json = scene.pledgeRequest().toJson();
    return List.of(
        file("sound", pvr),
        file("no nonce", pvr(v -> v.remove("nonce")), "8995-5.2-nonce"),
        file("assertion logged", pvr(v -> v.put("assertion", "logged")), "8995-5.2-assertion"),
        file("no proximity", pvr(v -> v.remove("proximity-registrar-cert")), "8995-5.2-proximity"),
        file("proximity noise", pvr(v -> v.put("proximity-registrar-cert", "!")), "V-5.3-leaf"),
        file("of another", pvr(v -> v.put("serial-number", "ACME-2")), "8995-5.5-pvrSerial"),
        file("flipped", flipped(pvr(_ -> {})), "V-5.4-signature"),
        file("without its signer", Scene.sign(json, scene.device, List.of()), "V-5.4-signer"),
        file("of another maker", sign(json, stranger), "8995-5.6-device"));
  }

  private List<Case> registrarRequests() {
    var stranger = Pki.idevid(Pki.root("Other Root"), "ACME-0001");
    var ofStranger = sign(scene.pledgeRequest().toJson(), stranger);
    var otherIssuer =
        RegistrarVoucherRequest.onBehalfOf(
            accepted(scene.codec.readPledgeVoucherRequest(pvr)),
            scene.registrar.leaf(),
            "ACME-0001",
            NOW);
    return List.of(
        file("sound", rvr(_ -> {})),
        file(
            "with proximity",
            rvr(v -> v.put("proximity-registrar-cert", base64(scene.registrar.leaf()))),
            "8995-5.5-noProximity"),
        file("no issuer", rvr(v -> v.remove("idevid-issuer")), "8995-5.5-idevidIssuer"),
        file("other issuer", scene.signedByRegistrar(otherIssuer), "V-5.3-rvrIssuer"),
        file(
            "other nonce",
            rvr(v -> v.put("nonce", "AAAAAAAAAAAAAAAAAAAAAA==")),
            "8995-5.5.6-nonce"),
        file("no nonce", rvr(v -> v.remove("nonce")), "8995-5.5.4-nonceless"),
        file(
            "for a device that is yet to come",
            rvr(v -> v.without("nonce").remove("prior-signed-voucher-request"))),
        file(
            "to renew a voucher",
            rvr(
                v ->
                    v.without("nonce")
                        .put(
                            "prior-signed-voucher-request",
                            Base64.getEncoder()
                                .encodeToString(scene.signedByMasa(scene.voucher()))))),
        file("other serial", rvr(v -> v.put("serial-number", "ACME-2")), "8995-5.5.5-serial"),
        file("serial empty", rvr(v -> v.put("serial-number", "")), "V-5.3-leaf"),
        file(
            "by a member",
            sign(rvr.toJson(), scene.ldevid),
            "8995-5.5.2-chain",
            "8995-5.5.4-cmcRA",
            "8995-5.5.5-proximity"),
        file(
            "by a registrar elsewhere",
            sign(rvr.toJson(), scene.foreignRegistrar),
            "8995-5.5.5-proximity"),
        file("flipped", flipped(rvr(_ -> {})), "8995-5.5.3-signature"),
        file(
            "without its chain",
            Scene.sign(rvr.toJson(), scene.registrar, List.of()),
            "8995-5.5.2-chain"),
        file("no prior", rvr(v -> v.remove("prior-signed-voucher-request")), "8995-5.5.5-prior"),
        file("prior noise", rvr(v -> v.put("prior-signed-voucher-request", "!")), "V-5.3-leaf"),
        file(
            "prior a voucher", around(scene.signedByMasa(scene.voucher())), "8995-5.5.5-priorForm"),
        file("prior flipped", around(flipped(pvr)), "8995-5.5.5-priorSignature"),
        file("prior of another maker", around(ofStranger), "8995-5.6-device", "V-5.3-rvrIssuer"),
        file(
            "prior of another device",
            around(sign(scene.pledgeRequest().toJson(), scene.otherDevice)),
            "8995-5.5.5-serial"));
  }

  @Test
  void theRequestInsideIsHeldAgainstItsOwnRules() {
    var inspected = inspect(around(flipped(pvr(v -> v.remove("nonce")))));

    var inner = inspected.children().stream().flatMap(InspectionTest::inside).findFirst();
    assertThat(broken(inspected)).contains("8995-5.5.5-priorSignature", "8995-5.5.6-nonce");
    assertThat(broken(inner.orElseThrow())).containsExactly("8995-5.2-nonce", "V-5.4-signature");
  }

  private static Stream<Description> inside(Description part) {
    return part.label().equals("prior-signed-voucher-request")
        ? part.children().stream()
        : part.children().stream().flatMap(InspectionTest::inside);
  }

  @Test
  void aRuleIsNamedWithItsTextAndWhatWasFound() {
    assertThat(inspect(voucher(v -> v.put("serial-number", "").remove("created-on"))).toText())
        .contains("  V-5.3-createdOn: RFC 8366 section 5.3: created-on is missing\n")
        .contains(
            "  V-5.3-leaf: RFC 8366 section 5.3: the leaf serial-number is not 1 to 64"
                + " characters\n")
        .contains(
            "  tolerances\n    voucher-leaf-missing: RFC 8366 section 5.3: a leaf that RFC 8366");
  }

  @Test
  @Proves("W20")
  void leavesOfTheSuccessorAreNamedAndBreakNothing() {
    var inspected =
        inspect(
            voucher(
                v ->
                    v.put("est-domain", "plant.example")
                        .put("pinned-domain-pubk", "AAAA")
                        .put("colour", "red")));

    assertThat(broken(inspected)).isEmpty();
    assertThat(inspected.toText())
        .contains("    est-domain: a leaf of the successor of RFC 8366\n")
        .contains("    pinned-domain-pubk: a leaf of the successor of RFC 8366\n")
        .contains("    colour: not a leaf of this artifact\n");
  }

  @Test
  void theAnchorOfEachSignatureIsNamed() {
    assertThat(inspect(voucher(_ -> {})).toText())
        .contains("    anchor: CN=ACME Voucher Anchor (serial number");
    assertThat(inspect(pvr).toText()).contains("    anchor: CN=ACME Root (serial number");
    assertThat(inspect(rvr(_ -> {})).toText()).contains("      anchor: CN=ACME Root");
    assertThat(inspect(sign(scene.voucher().toJson(), scene.device)).toText())
        .contains("    anchor: none of those given: ");
    var nothing = Anchors.of(List.of());
    var without = new Inspection(SUITE, VoucherAnchors.ofBoth(nothing), nothing, NOW);
    var byStranger = sign(scene.voucher().toJson(), scene.device);
    var told = accepted(VoucherDescription.describe(byStranger, SUITE, without));
    assertThat(told.toText()).doesNotContain("anchor: ").contains("rules broken: none");
  }

  @Test
  @Proves({"VEC-1", "W32"})
  void theExamplesOfTheSpecificationBreakWhatTheyBreak() throws IOException {
    var thatDay = Instant.parse("2021-04-14T00:00:00Z");
    assertThat(broken(example("pvr.cms.der", thatDay))).isEmpty();
    assertThat(broken(example("rvr.cms.der", thatDay))).containsExactly("8995-5.5-idevidIssuer");
    assertThat(broken(example("voucher.cms.der", thatDay))).isEmpty();
    assertThat(broken(example("voucher.cms.der", NOW)))
        .containsExactly("5280-6.1-pin", "8995-5.6.1-signer");
    assertThat(example("voucher.cms.der", thatDay).toText())
        .contains("    cms-version-1: ", "    content-type-id-data: ", "    nonce-form: ");
  }

  private static Description example(String file, Instant at) throws IOException {
    var anchors = Anchors.of(List.of(Examples.rfc8995Certificate("vendor-ca.crt.pem")));
    return accepted(
        VoucherDescription.describe(
            Examples.rfc8995(file),
            SUITE,
            new Inspection(SUITE, VoucherAnchors.ofBoth(anchors), anchors, at)));
  }

  private Description inspect(byte[] file) {
    return inspect(file, VoucherAnchors.ofBoth(scene.voucherAnchors()));
  }

  private Description inspect(byte[] file, VoucherAnchors anchors) {
    var inspection = new Inspection(SUITE, anchors, scene.idevidAnchors(), NOW);
    return accepted(VoucherDescription.describe(file, SUITE, inspection));
  }

  @Test
  @Proves("MA-19")
  void eachKindOfVoucherIsJudgedByItsOwnAnchor() {
    var other = Anchors.of(List.of(Pki.root("Other Root").leaf()));
    var nonced = voucher(_ -> {});
    var nonceless = voucher(v -> v.remove("nonce"));

    var first = new VoucherAnchors(scene.voucherAnchors(), other);
    assertThat(broken(inspect(nonced, first))).isEmpty();
    assertThat(broken(inspect(nonceless, first))).containsExactly("8995-5.6.1-signer");
    var second = new VoucherAnchors(other, scene.voucherAnchors());
    assertThat(broken(inspect(nonced, second))).containsExactly("8995-5.6.1-signer");
    assertThat(broken(inspect(nonceless, second))).isEmpty();
  }

  private static Set<String> broken(Description inspected) {
    var named = new TreeSet<String>();
    inspected.children().stream()
        .filter(part -> part.label().equals("rules broken"))
        .flatMap(part -> part.children().stream())
        .forEach(rule -> named.add(rule.label()));
    return named;
  }

  private byte[] voucher(Consumer<ObjectNode> change) {
    return sign(changed(scene.voucher().toJson(), change), scene.voucherSigner);
  }

  private byte[] pvr(Consumer<ObjectNode> change) {
    return sign(changed(scene.pledgeRequest().toJson(), change), scene.device);
  }

  private byte[] rvr(Consumer<ObjectNode> change) {
    return sign(changed(rvr.toJson(), change), scene.registrar);
  }

  private byte[] around(byte[] prior) {
    return rvr(
        v -> v.put("prior-signed-voucher-request", Base64.getEncoder().encodeToString(prior)));
  }

  private static byte[] changed(byte[] json, Consumer<ObjectNode> change) {
    var tree = (ObjectNode) MAPPER.readTree(json);
    tree.properties().forEach(member -> change.accept((ObjectNode) member.getValue()));
    return MAPPER.writeValueAsBytes(tree);
  }

  private static byte[] sign(byte[] json, Credential signer) {
    return Scene.sign(json, signer, signer.chain());
  }

  private static byte[] flipped(byte[] signed) {
    var other = signed.clone();
    other[other.length - 1] ^= 1;
    return other;
  }

  private static String base64(X509Certificate certificate) {
    return Base64.getEncoder().encodeToString(Certificates.encoded(certificate));
  }
}
