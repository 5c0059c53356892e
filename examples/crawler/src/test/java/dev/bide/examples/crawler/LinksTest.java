package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
  private static final URI PAGE = URI.create("http://localhost:81/one/page.html?q");

  @ParameterizedTest
  @CsvSource({
    "other.html,            http://localhost:81/one/other.html",
    "other.html#part,       http://localhost:81/one/other.html",
    "'#part',               http://localhost:81/one/page.html?q",
    "'',                    http://localhost:81/one/page.html?q",
    "?r=2,                  http://localhost:81/one/page.html?r=2",
    "/,                     http://localhost:81/",
    "../../../up,           http://localhost:81/up",
    "./a/../b/.,            http://localhost:81/one/b/",
    "//localhost:81/two,    http://localhost:81/two",
    "HTTP://LocalHost:81,   http://localhost:81/",
    "' a b|c ',             http://localhost:81/one/a%20b%7Cc",
    "caf\u00e9,             http://localhost:81/one/caf%C3%A9",
    "a%20b,                 http://localhost:81/one/a%20b",
    "f(int[]).html,         http://localhost:81/one/f(int%5B%5D).html",
  })
  void leadsToAPlaceOfTheSite(String link, String place) {
    assertThat(Links.resolve(PAGE, PAGE, link)).contains(URI.create(place));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/",
    "http://localhost:82/",
    "https://localhost:81/",
    "http://other.example:81/",
    "mailto:me@bide.dev",
    "javascript:void(0)",
    "http://",
    "a:b:c",
    "http://[::1",
    "%zz",
  })
  void leadsElsewhereOrNowhere(String link) {
    assertThat(Links.resolve(PAGE, PAGE, link)).isEmpty();
  }

  @Test
  void aPagesBaseIsObeyed() throws IOException {
    String html = "<base href='/two/'><a href='x'>x</a> <a name='y'>y</a> <a href='#z'>z</a>";
    assertThat(Links.in(PAGE, html.getBytes(UTF_8)))
        .containsExactly(
            URI.create("http://localhost:81/two/"), URI.create("http://localhost:81/two/x"));
  }
}
