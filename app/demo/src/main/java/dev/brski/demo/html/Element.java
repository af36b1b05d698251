package dev.brski.demo.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or SVG.
 *
 * @param name its name, which is never taken from data
 * @param attributes their values may be any text
 */
public record Element(String name, Map<String, String> attributes, List<Node> children)
    implements Node {

  private static final Set<String> VOID = Set.of("meta", "br", "hr");

  /** What these hold is no text to a reader; only constants of ours may be put there. */
  private static final Set<String> RAW = Set.of("style", "script");

  /** Copies what could change. */
  public Element {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    children = List.copyOf(children);
  }

  /** An element around others. */
  public static Element of(String name, Node... children) {
    return new Element(name, Map.of(), List.of(children));
  }

  /** An element around others. */
  public static Element of(String name, Collection<? extends Node> children) {
    return new Element(name, Map.of(), List.copyOf(children));
  }

  /** An element around a text. */
  public static Element of(String name, String text) {
    return of(name, Node.text(text));
  }

  /** The same with an attribute more. */
  public Element with(String attribute, String value) {
    var more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Element(name, more, children);
  }

  /** The same with an attribute that is a number. */
  public Element with(String attribute, int value) {
    return with(attribute, Integer.toString(value));
  }

  /** The same with a class. */
  public Element in(String styleClass) {
    return with("class", styleClass);
  }

  /** The same with more in it. */
  public Element add(Node... more) {
    return add(List.of(more));
  }

  /** The same with more in it. */
  public Element add(Collection<? extends Node> more) {
    var all = new ArrayList<>(children);
    all.addAll(more);
    return new Element(name, attributes, all);
  }

  /** The markup. */
  public String markup() {
    var page = new StringBuilder();
    appendTo(page);
    return page.toString();
  }

  @Override
  public void appendTo(StringBuilder page) {
    page.append('<').append(name);
    attributes.forEach(
        (attribute, value) ->
            page.append(' ')
                .append(attribute)
                .append("=\"")
                .append(Text.escape(value))
                .append('"'));
    page.append('>');
    if (VOID.contains(name)) {
      return;
    }
    for (var child : children) {
      if (RAW.contains(name) && child instanceof Text(String constant)) {
        page.append(constant);
      } else {
        child.appendTo(page);
      }
    }
    page.append("</").append(name).append('>');
  }
}
