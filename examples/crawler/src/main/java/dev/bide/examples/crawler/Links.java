package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds the links of a page that stay on its site. */
final class Links {
  // Brackets stand around an IPv6 address and nowhere else.
  private static final Pattern NOT_IN_A_URL =
      Pattern.compile(
          "[^-A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%]+"
              + "|(?<!//)\\[|(?<!//\\[[0-9A-Fa-f:.]{1,45})\\]");
  private static final Pattern ABOVE_THE_ROOT = Pattern.compile("^(?:/\\.\\.)+(?=/|$)");

  private static final HexFormat PERCENT = HexFormat.of().withPrefix("%").withUpperCase();

  private Links() {}

  /** The links of a page, each once, in order. */
  static SortedSet<URI> in(URI page, byte[] html) throws IOException {
    var links = new TreeSet<URI>();
    // No character set is named: jsoup finds the page's own.
    var document = Jsoup.parse(new ByteArrayInputStream(html), null, page.toString());
    Element base = document.selectFirst("base[href]");
    URI from = base == null ? page : resolve(page, page, base.attr("href")).orElse(page);
    for (Element anchor : document.select("a[href]")) {
      resolve(page, from, anchor.attr("href")).ifPresent(links::add);
    }
    return links;
  }

  /** Where a link leads, without its fragment, if that is on the same site. */
  static Optional<URI> resolve(URI site, URI base, String link) {
    String text = link.strip();
    int fragment = text.indexOf('#');
    if (fragment >= 0) {
      text = text.substring(0, fragment);
    }
    try {
      URI url = resolve(base, new URI(encoded(text)));
      return isOfSite(site, url) ? Optional.of(canonical(url)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // Such as "mailto:": nothing that could be fetched.
    }
  }

  private static URI resolve(URI base, URI link) throws URISyntaxException {
    // java.net.URI would take the base's last segment away.
    boolean samePath = !link.isAbsolute() && link.getRawAuthority() == null && isEmpty(link);
    if (!samePath) {
      return base.resolve(link);
    }
    String query = link.getRawQuery() == null ? base.getRawQuery() : link.getRawQuery();
    return new URI(
        base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath() + optional(query));
  }

  private static boolean isEmpty(URI link) {
    return link.getRawPath() == null || link.getRawPath().isEmpty();
  }

  private static boolean isOfSite(URI site, URI url) {
    return site.getScheme().equalsIgnoreCase(url.getScheme())
        && site.getHost().equalsIgnoreCase(url.getHost())
        && Head.port(site) == Head.port(url);
  }

  /** One form for all the ways to write the same place. */
  static URI canonical(URI url) throws URISyntaxException {
    String path = url.normalize().getRawPath();
    path = path == null ? "" : ABOVE_THE_ROOT.matcher(path).replaceFirst("");
    String port = Head.port(url) == 80 ? "" : ":" + Head.port(url);
    return new URI(
        "http://"
            + url.getHost().toLowerCase(Locale.ROOT)
            + port
            + (path.isEmpty() ? "/" : path)
            + optional(url.getRawQuery()));
  }

  private static String optional(@Nullable String query) {
    return query == null ? "" : "?" + query;
  }

  /** What people write in links and the standard wants encoded, as browsers encode it. */
  private static String encoded(String link) {
    return NOT_IN_A_URL
        .matcher(link)
        .replaceAll(it -> PERCENT.formatHex(it.group().getBytes(UTF_8)));
  }
}
