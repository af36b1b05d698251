package dev.brski.demo.story;

import dev.brski.demo.html.Element;
import dev.brski.demo.html.Node;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One message told in full: what it is for, who signed it, what is in it, and its octets. */
record Chapter(Told message, Instant began) {

  Element toNode() {
    var anchor = Element.of("span").with("id", "message-" + message.number()).in("target");
    var body = new ArrayList<Node>();
    body.add(anchor);
    body.add(Element.of("p", message.kind().meaning()).in("meaning"));
    body.add(facts());
    message.inner().ifPresent(inner -> body.add(inner(inner)));
    body.add(Element.of("h4", "Decoded"));
    body.add(new Tree(message.decoded()).toNode());
    body.add(octets());
    return Element.of("details", summary())
        .add(Element.of("div", body).in("body"))
        .in("chapter " + message.sender().style());
  }

  private Element summary() {
    return Element.of(
        "summary",
        Element.of("span", Integer.toString(message.number())).in("number"),
        Element.of("span", message.kind().plain()).in("title"),
        Element.of("span", way()).in("way"),
        seal(message.seal()),
        Element.of("span", Amounts.since(began, message.at())).in("when"));
  }

  private String way() {
    return String.join(" → ", message.stops().stream().map(Party::title).toList());
  }

  private static Element seal(Seal seal) {
    return switch (seal) {
      case Seal.None() -> Element.of("span", "in verified TLS").in("seal none");
      case Seal.Good(KeyOwner owner, var _) ->
          Element.of("span", "✓ " + owner.title()).in("seal good " + owner.party().style());
      case Seal.Bad _ -> Element.of("span", "✗ does not verify").in("seal bad");
    };
  }

  private Element facts() {
    var list = Element.of("dl").in("facts");
    list = list.add(fact("specified in", Element.of("span", message.kind().sections())));
    list = list.add(signature(message.seal()));
    list = list.add(fact("sent", Element.of("span", Amounts.time(message.at()) + " UTC")));
    list = list.add(fact("size", Element.of("span", Amounts.octets(message.content().length))));
    return list.add(fact("SHA-256", Element.of("code", message.sha256())));
  }

  private static List<Node> signature(Seal seal) {
    return switch (seal) {
      case Seal.None() ->
          fact("signed by", Element.of("span", "nobody: the TLS connection proves who speaks"));
      case Seal.Good good -> {
        var facts = new ArrayList<Node>();
        facts.addAll(
            fact(
                "signed with",
                Element.of("span", good.owner().meaning() + "; the signature verifies")));
        facts.addAll(fact("by", Element.of("code", name(good.signer()))));
        facts.addAll(
            fact(
                "issued by",
                Element.of("code", Names.readable(good.signer().getIssuerX500Principal()))));
        facts.addAll(fact("anchored in", Element.of("code", name(good.path().anchor()))));
        yield facts;
      }
      case Seal.Bad(String why) ->
          fact("signature", Element.of("span", "does not hold: " + Description.printable(why)));
    };
  }

  private static String name(X509Certificate certificate) {
    return Names.readable(certificate.getSubjectX500Principal())
        + "  (SHA-256 "
        + Certificates.fingerprint(certificate).substring(0, 16)
        + "…)";
  }

  private static Element inner(Told.Inner inner) {
    var text =
        inner.untouched()
            ? "Inside lies message "
                + inner.number()
                + ", untouched: the same octets as the device sent, the same SHA-256, and the"
                + " device's own signature "
                + (inner.seal() instanceof Seal.Good ? "still verifies." : "is checked below.")
            : "What lies inside is not what the device sent.";
    return Element.of("p", Node.text(text + " "), Element.of("code", inner.sha256()))
        .in(inner.untouched() ? "inner good" : "inner bad");
  }

  private Element octets() {
    var octets = new Octets(message.content());
    return Element.of(
            "details",
            Element.of("summary", "The octets as they went over the wire"),
            Element.of("h5", "Hexadecimal"),
            Element.of("pre", octets.dump()).with("tabindex", "0"),
            Element.of("h5", "Base64"),
            Element.of("pre", octets.base64()).with("tabindex", "0"))
        .in("octets");
  }

  private static List<Node> fact(String name, Element value) {
    return List.of(Element.of("dt", name), Element.of("dd", value));
  }
}
