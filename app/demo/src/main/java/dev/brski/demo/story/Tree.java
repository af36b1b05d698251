package dev.brski.demo.story;

import dev.brski.demo.html.Element;
import dev.brski.demo.html.Node;
import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.List;

/** A decoded message as a list of lists; certificates are folded. */
record Tree(Description root) {

  Element toNode() {
    return Element.of("ul", item(root)).in("tree");
  }

  private static Element item(Description description) {
    if (description.children().isEmpty()) {
      return Element.of("li", line(description));
    }
    var children = Element.of("ul", description.children().stream().map(Tree::item).toList());
    return isCertificate(description)
        ? Element.of(
            "li", Element.of("details", Element.of("summary", line(description)), children))
        : Element.of("li", line(description)).add(children);
  }

  private static List<Node> line(Description description) {
    var parts = new ArrayList<Node>();
    parts.add(Element.of("b", description.label()));
    boolean isEmpty = description.value().isEmpty() && description.children().isEmpty();
    if (isEmpty || !description.value().isEmpty()) {
      parts.add(Node.text(" "));
      parts.add(Element.of("code", isEmpty ? "none" : description.value()));
    }
    return parts;
  }

  private static boolean isCertificate(Description description) {
    return description.children().stream().anyMatch(child -> child.label().equals("issuer"));
  }
}
